package dev.souk.audit.invariant;

import static dev.souk.order.message.OrderStatus.CANCELLED;
import static dev.souk.order.message.OrderStatus.CONFIRMED;
import static dev.souk.order.message.OrderStatus.DELIVERED;
import static dev.souk.order.message.OrderStatus.EXPIRED;
import static dev.souk.order.message.OrderStatus.PAYMENT_FAILED;
import static dev.souk.order.message.OrderStatus.PENDING;
import static dev.souk.order.message.OrderStatus.REFUNDED;
import static dev.souk.order.message.OrderStatus.REJECTED;
import static dev.souk.order.message.OrderStatus.RESERVED;
import static dev.souk.order.message.OrderStatus.SHIPPED;

import dev.souk.order.message.OrderStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The table of an order's states, written down a second time: the check of the order machine must not use it. */
final class OrderSteps {
    private OrderSteps() {}

    /** @return every lawful step of a timeline as {@code before>after}; before the first there is nothing */
    static List<String> lawful() {
        Stream<String> steps = Arrays.stream(OrderStatus.values())
                .flatMap(before ->
                        Stream.concat(Stream.of(before), after(before).stream()).map(after -> before + ">" + after));
        return Stream.concat(Stream.of(">" + PENDING), steps).toList();
    }

    /** The states to which a step that is not only a note may lead. */
    private static Set<OrderStatus> after(OrderStatus before) {
        return switch (before) {
            case PENDING -> Set.of(RESERVED, REJECTED, CANCELLED, EXPIRED);
            case RESERVED -> Set.of(CONFIRMED, PAYMENT_FAILED, CANCELLED, EXPIRED);
            case CONFIRMED -> Set.of(SHIPPED, CANCELLED);
            case SHIPPED -> Set.of(DELIVERED, REFUNDED);
            case DELIVERED -> Set.of(REFUNDED);
            case REJECTED, PAYMENT_FAILED, CANCELLED, EXPIRED, REFUNDED -> Set.of();
        };
    }
}
