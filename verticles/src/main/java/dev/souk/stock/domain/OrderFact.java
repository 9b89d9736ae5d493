package dev.souk.stock.domain;

import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.EventType;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.Item;
import dev.souk.order.message.OrderEvents.OrderEnded;
import dev.souk.order.message.OrderEvents.OrderPlaced;
import dev.souk.order.message.OrderStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The facts of an order's life that matter to its stock. */
public sealed interface OrderFact {
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

    /** Whether {@link #of} would give a fact; order.reserved, for one, says nothing that stock does not know. */
    static boolean concerns(String type) {
        return OrderEvents.PLACED.name().equals(type)
                || OrderEvents.CONFIRMED.name().equals(type)
                || isEnd(type);
    }

    private static boolean isEnd(String type) {
        return ENDS.stream().anyMatch(end -> end.name().equals(type));
    }

    /** @throws IllegalArgumentException when the event makes no sense, or is none that concerns stock */
    static OrderFact of(EventEnvelope event) {
        if (event.is(OrderEvents.PLACED)) {
            return placed(event);
        }
        if (event.is(OrderEvents.CONFIRMED)) {
            return new Confirmed(event.orderId());
        }
        if (isEnd(event.type())) {
            return new Ended(event.orderId());
        }
        throw new IllegalArgumentException("not of stock's concern: " + event.type());
    }

    /** The fact of the event that brought the order to this state; none where stock waits for another event. */
    static Optional<OrderFact> of(UUID orderId, OrderStatus status) {
        return switch (status) {
            case PENDING, RESERVED -> Optional.empty();
            case CONFIRMED, SHIPPED, DELIVERED, REFUNDED -> Optional.of(new Confirmed(orderId));
            case REJECTED, PAYMENT_FAILED, CANCELLED, EXPIRED -> Optional.of(new Ended(orderId));
        };
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
