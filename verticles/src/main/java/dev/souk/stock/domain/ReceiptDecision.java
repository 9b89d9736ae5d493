package dev.souk.stock.domain;

import dev.souk.stock.message.StockEndpoints.ReceiveOutcome;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The effect of a batch of receipts on stock.
 *
 * @param outcomes one for each receipt, in their order
 * @param accepted receipts to be written and claims to be made
 * @param flows of SKUs that had counters
 * @param first units of SKUs that had none
 */
public record ReceiptDecision(
        List<ReceiveOutcome> outcomes,
        List<Receipt> accepted,
        List<CounterDelta> flows,
        SortedMap<String, Long> first) {

    static ReceiptDecision of(
            List<ReceiveOutcome> outcomes,
            List<Receipt> accepted,
            Map<String, Counters> before,
            Map<String, Counters> after) {
        List<CounterDelta> flows = before.keySet().stream()
                .map(sku -> CounterDelta.between(
                        sku, before.getOrDefault(sku, Counters.NONE), after.getOrDefault(sku, Counters.NONE)))
                .filter(CounterDelta::isAny)
                .toList();
        SortedMap<String, Long> first = new TreeMap<>();
        after.forEach((sku, counters) -> {
            if (!before.containsKey(sku)) {
                first.put(sku, counters.received());
            }
        });
        return new ReceiptDecision(List.copyOf(outcomes), List.copyOf(accepted), flows, first);
    }
}
