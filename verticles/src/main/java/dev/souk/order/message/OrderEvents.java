package dev.souk.order.message;

import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.Topics;
import dev.souk.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The facts that orders state, keyed by order id. */
public final class OrderEvents {
    public static final EventType<OrderPlaced> PLACED =
            new EventType<>("order.placed", Topics.ORDERS, OrderPlaced.class);
    public static final EventType<OrderReserved> RESERVED =
            new EventType<>("order.reserved", Topics.ORDERS, OrderReserved.class);
    public static final EventType<OrderConfirmed> CONFIRMED =
            new EventType<>("order.confirmed", Topics.ORDERS, OrderConfirmed.class);
    public static final EventType<OrderEnded> REJECTED =
            new EventType<>("order.rejected", Topics.ORDERS, OrderEnded.class);
    public static final EventType<OrderEnded> PAYMENT_FAILED =
            new EventType<>("order.payment_failed", Topics.ORDERS, OrderEnded.class);
    public static final EventType<OrderEnded> CANCELLED =
            new EventType<>("order.cancelled", Topics.ORDERS, OrderEnded.class);
    public static final EventType<OrderEnded> EXPIRED =
            new EventType<>("order.expired", Topics.ORDERS, OrderEnded.class);
    public static final EventType<OrderMoved> SHIPPED =
            new EventType<>("order.shipped", Topics.ORDERS, OrderMoved.class);
    public static final EventType<OrderMoved> DELIVERED =
            new EventType<>("order.delivered", Topics.ORDERS, OrderMoved.class);
    public static final EventType<OrderMoved> REFUNDED =
            new EventType<>("order.refunded", Topics.ORDERS, OrderMoved.class);

    private OrderEvents() {}

    /** @param deadline stock reserves nothing for the order after it */
    public record OrderPlaced(UUID orderId, String customer, List<Item> items, Instant deadline) {
        public OrderPlaced {
            items = List.copyOf(items);
        }
    }

    /** @param quantity units of this line; the same SKU may stand on several lines */
    public record Item(String sku, long quantity) {}

    /** Payment is asked to authorise; the card token is had from the order by its id, and never travels in an event. */
    public record OrderReserved(UUID orderId, Money total) {}

    /**
     * @param cartId the cart that was ordered, if one was, at {@code cartVersion}
     * @param hasEmail whether the buyer gave an address, which itself never travels in an event; absent in events of
     *     versions that did not say
     */
    public record OrderConfirmed(
            UUID orderId,
            String customer,
            Money total,
            List<Item> items,
            @Nullable UUID cartId,
            @Nullable Long cartVersion,
            @Nullable Boolean hasEmail) {
        public OrderConfirmed {
            items = List.copyOf(items);
        }

        /** Of a buyer who gave no address. */
        public OrderConfirmed(
                UUID orderId,
                String customer,
                Money total,
                List<Item> items,
                @Nullable UUID cartId,
                @Nullable Long cartVersion) {
            this(orderId, customer, total, items, cartId, cartVersion, false);
        }
    }

    /**
     * The order has ended: stock takes back the units that it holds for the order, and the buyer's money is given back.
     *
     * @param hasEmail as in {@link OrderConfirmed}
     */
    public record OrderEnded(
            UUID orderId,
            String customer,
            String reason,
            @Nullable Boolean hasEmail) {
        /** Of a buyer who gave no address. */
        public OrderEnded(UUID orderId, String customer, String reason) {
            this(orderId, customer, reason, false);
        }
    }

    /** @param hasEmail as in {@link OrderConfirmed} */
    public record OrderMoved(
            UUID orderId, String customer, @Nullable Boolean hasEmail) {
        /** Of a buyer who gave no address. */
        public OrderMoved(UUID orderId, String customer) {
            this(orderId, customer, false);
        }
    }
}
