package dev.souk.order;

import static dev.souk.order.message.OrderStatus.CANCELLED;
import static dev.souk.order.message.OrderStatus.CONFIRMED;
import static dev.souk.order.message.OrderStatus.DELIVERED;
import static dev.souk.order.message.OrderStatus.EXPIRED;
import static dev.souk.order.message.OrderStatus.PENDING;
import static dev.souk.order.message.OrderStatus.RESERVED;
import static dev.souk.order.message.OrderStatus.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.order.domain.OrderState;
import dev.souk.order.domain.PaymentStatus;
import dev.souk.order.message.OrderStatus;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a stream of an order ends: for every state with every payment. */
class OrderOverTest {
    private static final Set<OrderStatus> OPEN = EnumSet.of(PENDING, RESERVED, CONFIRMED, SHIPPED, DELIVERED);
    private static final Set<OrderStatus> OWING = EnumSet.of(CANCELLED, EXPIRED);
    private static final Set<PaymentStatus> HELD =
            EnumSet.of(PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED, PaymentStatus.CAPTURE_FAILED);

    private static boolean isOver(OrderStatus status, PaymentStatus payment, long authorized) {
        return new OrderState(status, 4, payment, authorized, 0, 0).isOver();
    }

    @ParameterizedTest
    @EnumSource
    void anOpenOrderIsNotOver(PaymentStatus payment) {
        assertThat(OPEN).noneMatch(status -> isOver(status, payment, 500));
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledOrExpiredOrderIsOverWhenNoMoneyIsHeld(PaymentStatus payment) {
        assertThat(OWING).allMatch(status -> isOver(status, payment, 500) != HELD.contains(payment));
        assertThat(OWING).allMatch(status -> isOver(status, payment, 0));
    }

    @ParameterizedTest
    @EnumSource
    void everyOtherEndIsOver(PaymentStatus payment) {
        Set<OrderStatus> ends = EnumSet.complementOf(EnumSet.copyOf(OPEN));
        ends.removeAll(OWING);
        assertThat(ends).hasSize(3).allMatch(status -> isOver(status, payment, 500));
    }
}
