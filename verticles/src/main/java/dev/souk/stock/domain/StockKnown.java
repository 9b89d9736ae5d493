package dev.souk.stock.domain;

import dev.souk.stock.domain.OrderFact.Placed;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The state that stock has read before it decides on a batch of facts.
 *
 * @param now the database's clock in this transaction
 * @param orders those of the batch's orders that stock has heard of
 * @param reservations of these orders; none where there are none
 * @param counters of the SKUs whose units may move; none where nothing was ever received
 */
public record StockKnown(
        Instant now,
        Map<UUID, StockOrderState> orders,
        Map<UUID, List<Reservation>> reservations,
        Map<String, Counters> counters) {

    public StockKnown withCounters(Map<String, Counters> locked) {
        return new StockKnown(now, orders, reservations, locked);
    }

    /** The SKUs whose units these facts may move, in the order in which their rows are to be locked. */
    public SortedSet<String> movable(Collection<OrderFact> facts) {
        SortedSet<String> skus = new TreeSet<>();
        for (OrderFact fact : facts) {
            if (fact instanceof Placed placed && isOpen(placed)) {
                skus.addAll(placed.wanted().keySet());
            }
        }
        reservations.values().stream()
                .flatMap(List::stream)
                .filter(reservation -> reservation.state().isLive())
                .forEach(reservation -> skus.add(reservation.sku()));
        return skus;
    }

    /** A placement that was seen before, or comes after the order's end or deadline, reserves nothing. */
    private boolean isOpen(Placed placed) {
        StockOrderState state = orders.get(placed.orderId());
        boolean unknown = state == null;
        boolean overtaken = state == StockOrderState.CONFIRMED && !reservations.containsKey(placed.orderId());
        return (unknown || overtaken) && !isLate(placed);
    }

    boolean isLate(Placed placed) {
        return now.isAfter(placed.deadline());
    }
}
