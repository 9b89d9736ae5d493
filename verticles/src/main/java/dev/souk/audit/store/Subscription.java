package dev.souk.audit.store;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule that every event of a type must take effect at a consumer. The rules are written down a second time here,
 * because a consumer that passes over its events is one of the faults that an audit is for.
 *
 * @param consumer by its name
 * @param holding a text in the events that matter; the other events of the type do not concern the consumer
 */
public record Subscription(
        String type, String consumer, @Nullable String holding) {
    /** A confirmed order of a cart; no other text of an event can hold this, as JSON escapes its quotes. */
    private static final String OF_A_CART = "\"cartId\":\"";

    public static final List<Subscription> ALL = Stream.of(
                    of(
                            "stock",
                            "order.placed",
                            "order.confirmed",
                            "order.payment_failed",
                            "order.cancelled",
                            "order.expired"),
                    of(
                            "payment",
                            "order.reserved",
                            "order.confirmed",
                            "order.payment_failed",
                            "order.cancelled",
                            "order.expired"),
                    List.of(new Subscription("order.confirmed", "cart", OF_A_CART)),
                    of(
                            "order",
                            "stock.reserved",
                            "stock.rejected",
                            "payment.authorized",
                            "payment.declined",
                            "payment.captured",
                            "payment.capture_failed",
                            "payment.voided",
                            "payment.refunded"))
            .flatMap(List::stream)
            .toList();

    private static List<Subscription> of(String consumer, String... types) {
        return Stream.of(types)
                .map(type -> new Subscription(type, consumer, null))
                .toList();
    }
}
