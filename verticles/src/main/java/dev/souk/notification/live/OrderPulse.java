package dev.souk.notification.live;

import dev.souk.bus.Json;
import dev.souk.order.message.OrderEndpoints.OrderChanged;
import dev.souk.order.message.OrderStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many orders of the cluster came into each state in the last second, for operators: {@code ops.orders}. Made of
 * the hints that the node hears anyway, so it costs a count of each, and only while an operator watches. Hints may be
 * lost, and none tells of a placement: {@code PENDING} is not among the states. Lives on one context.
 */
final class OrderPulse {
    static final String ADDRESS = "ops.orders";

    private static final String ORDER_EVENT = "order.";

    private final OpsFeed ops;
    private final Map<OrderStatus, Integer> reached = new EnumMap<>(OrderStatus.class);

    /** @param states orders that came into each since the last beat */
    record Beat(Instant at, long millis, Map<OrderStatus, Integer> states) {
        Beat {
            states = Map.copyOf(states);
        }
    }

    OrderPulse(OpsFeed ops) {
        this.ops = ops;
        clear();
    }

    void count(OrderChanged change) {
        // An event of a payment changes no state of the order.
        if (ops.isWatched(ADDRESS) && change.entry().event().startsWith(ORDER_EVENT)) {
            reached.merge(change.entry().status(), 1, Integer::sum);
        }
    }

    /** @param millis since the last beat */
    void beat(Instant now, long millis) {
        if (ops.isWatched(ADDRESS)) {
            ops.publish(ADDRESS, Json.text(new Beat(now, millis, reached)));
        }
        clear();
    }

    private void clear() {
        for (OrderStatus status : OrderStatus.values()) {
            if (status != OrderStatus.PENDING) {
                reached.put(status, 0);
            }
        }
    }
}
