package dev.souk.stock;

import dev.souk.messaging.EventEnvelope;
import dev.souk.messaging.EventType;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.Item;
import dev.souk.order.message.OrderEvents.OrderEnded;
import dev.souk.order.message.OrderEvents.OrderPlaced;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What of an order's life matters to its stock. */
sealed interface OrderFact {
    List<EventType<OrderEnded>> ENDS =
            List.of(OrderEvents.REJECTED, OrderEvents.PAYMENT_FAILED, OrderEvents.CANCELLED, OrderEvents.EXPIRED);

    UUID orderId();

    /**
     * @param wanted units of each SKU, summed over the order's lines, in their order
     * @param deadline nothing is reserved after it
     * @param traceparent of the event, for the one that answers it
     */
    record Placed(
            UUID orderId,
            Map<String, Long> wanted,
            Instant deadline,
            @Nullable String traceparent) implements OrderFact {
        public Placed {
            wanted = Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
        }
    }

    record Confirmed(UUID orderId) implements OrderFact {}

    /** Cancelled, expired, rejected, or not paid. */
    record Ended(UUID orderId) implements OrderFact {}

    /**
     * @return none where the event does not concern stock
     * @throws IllegalArgumentException when the event makes no sense
     */
    static Optional<OrderFact> of(EventEnvelope event) {
        if (event.is(OrderEvents.PLACED)) {
            return Optional.of(placed(event));
        }
        if (event.is(OrderEvents.CONFIRMED)) {
            return Optional.of(new Confirmed(event.orderId()));
        }
        return ENDS.stream().anyMatch(event::is) ? Optional.of(new Ended(event.orderId())) : Optional.empty();
    }

    private static Placed placed(EventEnvelope event) {
        OrderPlaced placed = event.dataOf(OrderEvents.PLACED);
        return new Placed(event.orderId(), summed(placed.items()), placed.deadline(), event.traceparent());
    }

    private static Map<String, Long> summed(List<Item> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("an order of nothing");
        }
        Map<String, Long> wanted = new LinkedHashMap<>();
        for (Item item : items) {
            if (item.quantity() < 1) {
                throw new IllegalArgumentException("a quantity of " + item.quantity() + " of " + item.sku());
            }
            wanted.merge(item.sku(), item.quantity(), Math::addExact);
        }
        return wanted;
    }
}
