package dev.souk.audit;

import java.util.List;
import java.util.stream.Stream;

/**
 * That every event of a type must take effect at a consumer. Written down a second time: a consumer that passes over what
 * concerns it is one of the faults that an audit is for.
 *
 * @param consumer by its name on inbox rows
 */
record Subscription(String type, String consumer) {
    static final List<Subscription> ALL = Stream.of(
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
                    of("cart", "order.confirmed"),
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
        return Stream.of(types).map(type -> new Subscription(type, consumer)).toList();
    }
}
