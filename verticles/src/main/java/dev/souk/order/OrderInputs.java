package dev.souk.order;

import dev.souk.messaging.event.EventEnvelope;
import dev.souk.order.OrderTransitions.Arrival;
import dev.souk.order.domain.OrderInput;
import dev.souk.payment.message.PaymentEvents;
import dev.souk.stock.message.StockEvents;
import org.jspecify.annotations.Nullable;

/** Reads what other features' events mean to an order. */
final class OrderInputs {
    private OrderInputs() {}

    /**
     * @return none for an event of a kind that orders do not know, of a newer version
     * @throws IllegalArgumentException when the event is not what its type says
     */
    static @Nullable Arrival of(EventEnvelope event) {
        OrderInput input = input(event);
        return input == null ? null : new Arrival(event.orderId(), input, event.id(), event.traceparent());
    }

    private static @Nullable OrderInput input(EventEnvelope event) {
        if (event.is(StockEvents.RESERVED)) {
            return new OrderInput.StockReserved();
        } else if (event.is(StockEvents.REJECTED)) {
            return new OrderInput.StockRejected(
                    event.dataOf(StockEvents.REJECTED).lines());
        } else if (event.is(PaymentEvents.AUTHORIZED)) {
            return new OrderInput.PaymentAuthorized(
                    event.dataOf(PaymentEvents.AUTHORIZED).amount().amount());
        } else if (event.is(PaymentEvents.DECLINED)) {
            return new OrderInput.PaymentDeclined(
                    event.dataOf(PaymentEvents.DECLINED).reason());
        } else if (event.is(PaymentEvents.CAPTURED)) {
            return new OrderInput.PaymentCaptured(
                    event.dataOf(PaymentEvents.CAPTURED).amount().amount());
        } else if (event.is(PaymentEvents.CAPTURE_FAILED)) {
            return new OrderInput.CaptureFailed(
                    event.dataOf(PaymentEvents.CAPTURE_FAILED).reason());
        } else if (event.is(PaymentEvents.VOIDED)) {
            return new OrderInput.PaymentVoided();
        } else if (event.is(PaymentEvents.REFUNDED)) {
            return new OrderInput.PaymentRefunded(
                    event.dataOf(PaymentEvents.REFUNDED).refunded().amount());
        }
        return null;
    }
}
