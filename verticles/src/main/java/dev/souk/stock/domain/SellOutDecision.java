package dev.souk.stock.domain;

import dev.souk.stock.message.StockEvents.Shortage;
import dev.souk.stock.message.StockEvents.StockRejected;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which SKUs a batch of facts has shown to be sold out. */
public final class SellOutDecision {
    private SellOutDecision() {}

    /**
     * @return the SKUs whose last units this decision takes, and those that it has to reject orders for because
     *     nothing was there; a mere shortage is none
     */
    public static SortedSet<String> of(StockKnown known, StockDecision decision) {
        SortedSet<String> soldOut = new TreeSet<>();
        for (CounterDelta flow : decision.flows()) {
            Counters before = known.counters().getOrDefault(flow.sku(), Counters.NONE);
            if (flow.available() < 0 && before.available() + flow.available() == 0) {
                soldOut.add(flow.sku());
            }
        }
        decision.events().forEach(event -> {
            if (event.data() instanceof StockRejected rejected) {
                add(rejected.lines(), soldOut);
            }
        });
        return soldOut;
    }

    private static void add(List<Shortage> shortages, SortedSet<String> soldOut) {
        shortages.stream()
                .filter(shortage -> shortage.available() == 0)
                .forEach(shortage -> soldOut.add(shortage.sku()));
    }
}
