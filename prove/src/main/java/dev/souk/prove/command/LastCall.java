package dev.souk.prove.command;

import dev.souk.prove.fault.Injector;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Tells whether buyers stay on after the time of the run, because a planned fault had to wait, and until when. */
final class LastCall implements BooleanSupplier {
    private final Instant planned;
    private final BooleanSupplier needed;
    private final Clock clock;
    private volatile Instant at;

    /** @param needed whether buyers are still needed; once false, it stays false */
    LastCall(Instant planned, BooleanSupplier needed, Clock clock) {
        this.planned = planned;
        this.needed = needed;
        this.clock = clock;
        this.at = planned;
    }

    /** Asked by buyers whose time is over. */
    @Override
    public boolean getAsBoolean() {
        Instant now = clock.instant();
        boolean longer = needed.getAsBoolean() && now.isBefore(planned.plus(Injector.OVERTIME));
        if (longer && now.isAfter(at)) {
            at = now;
        }
        return longer;
    }

    /** When the last order could be begun. */
    Instant at() {
        return at;
    }
}
