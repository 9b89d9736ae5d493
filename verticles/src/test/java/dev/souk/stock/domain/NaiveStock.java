package dev.souk.stock.domain;

import dev.souk.stock.domain.OrderFact.Confirmed;
import dev.souk.stock.domain.OrderFact.Ended;
import dev.souk.stock.domain.OrderFact.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A model of stock with one slip for each reservation and no counters: it counts the units of a SKU afresh from the
 * slips, each time. It shares nothing with the machine but the facts.
 */
final class NaiveStock {
    private final Map<String, Long> received;
    private final Set<UUID> ended = new HashSet<>();
    private final Set<UUID> confirmed = new HashSet<>();
    private final Set<UUID> refused = new HashSet<>();
    private final Map<UUID, Map<String, Long>> slips = new HashMap<>();
    final List<String> said = new ArrayList<>();

    NaiveStock(Map<String, Long> received) {
        this.received = received;
    }

    void take(OrderFact fact) {
        UUID id = fact.orderId();
        switch (fact) {
            case Placed placed -> {
                if (!ended.contains(id) && !refused.contains(id) && !slips.containsKey(id)) {
                    place(placed);
                }
            }
            case Confirmed confirmation -> {
                if (!ended.contains(id) && !refused.contains(id)) {
                    confirmed.add(id);
                }
            }
            case Ended end -> {
                ended.add(id);
                slips.remove(id);
            }
        }
    }

    private void place(Placed placed) {
        if (StockWorld.NOW.isAfter(placed.deadline())) {
            ended.add(placed.orderId());
            return;
        }
        boolean all = true;
        for (Map.Entry<String, Long> line : placed.wanted().entrySet()) {
            all &= left(line.getKey()) >= line.getValue();
        }
        if (all) {
            slips.put(placed.orderId(), placed.wanted());
        } else {
            refused.add(placed.orderId());
        }
        said.add((all ? "stock.reserved " : "stock.rejected ") + placed.orderId());
    }

    private long left(String sku) {
        return received.getOrDefault(sku, 0L) - out(sku, false) - out(sku, true);
    }

    private long out(String sku, boolean sold) {
        long sum = 0;
        for (Map.Entry<UUID, Map<String, Long>> slip : slips.entrySet()) {
            if (confirmed.contains(slip.getKey()) == sold) {
                sum += slip.getValue().getOrDefault(sku, 0L);
            }
        }
        return sum;
    }

    Map<String, Counters> counters() {
        Map<String, Counters> counters = new TreeMap<>();
        received.forEach((sku, units) -> {
            long held = out(sku, false);
            long sold = out(sku, true);
            counters.put(sku, new Counters(units, units - held - sold, held, sold));
        });
        return counters;
    }
}
