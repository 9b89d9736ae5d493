package dev.souk.prove.check.facts;

import dev.souk.prove.history.Item;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fact from a shop's stores, in terms common to all shops. Sums are minor units, quantities are units. */
public sealed interface Fact {

    /**
     * @param timeline empty when the shop keeps none
     * @param cartId of the cart that was ordered, {@code cartVersion} its version then
     */
    record Order(
            UUID id,
            String customer,
            String status,
            String currency,
            long total,
            List<Item> items,
            List<Step> timeline,
            long seq,
            long authorized,
            long captured,
            long refunded,
            Instant createdAt,
            @Nullable UUID cartId,
            @Nullable Long cartVersion)
            implements Fact {
        public Order {
            items = List.copyOf(items);
            timeline = List.copyOf(timeline);
        }
    }

    /**
     * A step of an order's timeline.
     *
     * @param status after it
     * @param event such as {@code order.confirmed}
     */
    public record Step(
            long seq, String status, String event, @Nullable UUID eventId, Instant at) {}

    /** The idempotency key of a customer's request and the order that it made. */
    record Claim(String customer, String key, UUID orderId) implements Fact {}

    /** @param receipts the sum of all units received */
    record Stock(String sku, long received, long available, long held, long sold, long receipts) implements Fact {}

    /** @param state HELD, COMMITTED, RELEASED or RESTOCKED */
    record Reservation(UUID orderId, String sku, long quantity, String state) implements Fact {}

    /** The payment of an order in the shop's own books. */
    record Payment(UUID id, UUID orderId, String state, long authorized, long captured, long refunded)
            implements Fact {}

    /**
     * An operation that the provider carried out.
     *
     * @param paymentId the shop's name for the payment, as the provider was told it
     * @param operation AUTHORISE, CAPTURE, VOID or REFUND
     */
    record Ledger(String id, UUID paymentId, String operation, long amount, String currency) implements Fact {}

    /**
     * A record of a topic.
     *
     * @param id of the event; absent when it cannot be read
     * @param subject order id or SKU
     * @param digest of the bytes: equal for equal records
     * @param deadline that {@code order.placed} names
     */
    record Event(
            String topic,
            int partition,
            long offset,
            @Nullable UUID id,
            String type,
            String subject,
            long seq,
            String digest,
            @Nullable Instant deadline)
            implements Fact {}

    /** @param published whether it is marked so */
    record Outbox(UUID id, String topic, String subject, String digest, boolean published) implements Fact {}

    /** A consumer handled an event: the consumer recorded it, or its tables show it. */
    record Inbox(UUID eventId, String consumer) implements Fact {}

    record Cart(UUID id, String customer, long version) implements Fact {}

    record CartLine(UUID cartId, String sku, long quantity) implements Fact {}

    /**
     * An event on its way to an endpoint of webhooks.
     *
     * @param status PENDING, DELIVERED or FAILED
     * @param attempts that have ended
     */
    record Delivery(UUID eventId, String event, @Nullable UUID orderId, long seq, String status, long attempts)
            implements Fact {}

    /** A consumer has to act on every event of that type. */
    record Consumer(String name, String type) implements Fact {}
}
