package dev.souk.messaging.gathering;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What goes before the consumers of events on this node: the intake of orders, while more comes than it commits. */
public final class Precedence {
    private final List<BooleanSupplier> crowded = new CopyOnWriteArrayList<>();

    /** @param isCrowded asked often, from any thread */
    public void give(BooleanSupplier isCrowded) {
        crowded.add(isCrowded);
    }

    /** Asked from any thread. */
    public boolean isWanted() {
        for (BooleanSupplier each : crowded) {
            if (each.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }
}
