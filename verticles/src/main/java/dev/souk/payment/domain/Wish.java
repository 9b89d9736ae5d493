package dev.souk.payment.domain;

import dev.souk.messaging.event.EventEnvelope;
import dev.souk.money.Money;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The goal for a payment, as the events of its order state it.
 *
 * @param amount what the order costs; absent where only its end was told
 */
public record Wish(
        UUID orderId,
        Wanted wanted,
        @Nullable Money amount,
        @Nullable String traceparent) {

    private static final Set<String> TYPES = Set.of(
            OrderEvents.RESERVED.name(),
            OrderEvents.CONFIRMED.name(),
            OrderEvents.CANCELLED.name(),
            OrderEvents.EXPIRED.name(),
            OrderEvents.PAYMENT_FAILED.name());

    /** Whether {@link #of} would give a wish. */
    public static boolean concerns(String type) {
        return TYPES.contains(type);
    }

    /**
     * @return empty when the event does not concern payments
     * @throws IllegalArgumentException when the event's data is not of its type
     */
    public static Optional<Wish> of(EventEnvelope event) {
        UUID orderId = event.orderId();
        if (event.is(OrderEvents.RESERVED)) {
            Money total = event.dataOf(OrderEvents.RESERVED).total();
            return Optional.of(new Wish(orderId, Wanted.AUTHORISED, total, event.traceparent()));
        }
        if (event.is(OrderEvents.CONFIRMED)) {
            Money total = event.dataOf(OrderEvents.CONFIRMED).total();
            return Optional.of(new Wish(orderId, Wanted.CAPTURED, total, event.traceparent()));
        }
        boolean ended = event.is(OrderEvents.CANCELLED)
                || event.is(OrderEvents.EXPIRED)
                || event.is(OrderEvents.PAYMENT_FAILED);
        return ended ? Optional.of(new Wish(orderId, Wanted.RETURNED, null, event.traceparent())) : Optional.empty();
    }

    /** @return what an order in that state wants of its payment; absent when it waits for stock */
    static @Nullable Wanted wantedBy(OrderStatus status) {
        return switch (status) {
            case PENDING -> null;
            case RESERVED -> Wanted.AUTHORISED;
            case CONFIRMED, SHIPPED, DELIVERED, REFUNDED -> Wanted.CAPTURED;
            case REJECTED, PAYMENT_FAILED, CANCELLED, EXPIRED -> Wanted.RETURNED;
        };
    }

    /** @return one wish for each order, sorted by order id */
    public static List<Wish> folded(Collection<Wish> wishes) {
        Map<UUID, Wish> byOrder = new TreeMap<>();
        wishes.forEach(wish -> byOrder.merge(wish.orderId, wish, Wish::and));
        return List.copyOf(byOrder.values());
    }

    private Wish and(Wish other) {
        Wanted higher = wanted.compareTo(other.wanted) >= 0 ? wanted : other.wanted;
        return new Wish(
                orderId,
                higher,
                amount == null ? other.amount : amount,
                traceparent == null ? other.traceparent : traceparent);
    }
}
