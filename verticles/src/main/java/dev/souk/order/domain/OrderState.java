package dev.souk.order.domain;

import dev.souk.order.message.OrderStatus;

/**
 * The part of an order that decisions depend on.
 *
 * @param seq number of the last step in the timeline
 * @param authorized minor units the provider has set aside; {@code captured} and {@code refunded} likewise, so far
 */
public record OrderState(
        OrderStatus status, long seq, PaymentStatus payment, long authorized, long captured, long refunded) {

    public static final OrderState PLACED = new OrderState(OrderStatus.PENDING, 1, PaymentStatus.NONE, 0, 0, 0);

    OrderState to(OrderStatus next) {
        return new OrderState(next, seq + 1, payment, authorized, captured, refunded);
    }

    /**
     * The same order with what is newly known of its payment: each figure only rises, and the payment counts as
     * refunded once all that was captured is.
     */
    OrderState paid(PaymentStatus status, long authorizedNow, long capturedNow, long refundedNow) {
        long capturedSoFar = Math.max(captured, capturedNow);
        long refundedSoFar = Math.max(refunded, refundedNow);
        PaymentStatus known = payment.isBehind(status) ? status : payment;
        boolean returned = capturedSoFar > 0 && refundedSoFar >= capturedSoFar;
        return new OrderState(
                this.status,
                seq,
                returned ? PaymentStatus.REFUNDED : known,
                Math.max(authorized, authorizedNow),
                capturedSoFar,
                refundedSoFar);
    }

    /** Also of an order that costs nothing, of which nothing is captured. */
    boolean isCaptured() {
        return captured > 0 || payment == PaymentStatus.CAPTURED;
    }

    OrderState step() {
        return new OrderState(status, seq + 1, payment, authorized, captured, refunded);
    }

    /**
     * An end of which nothing is expected to follow: money that the order is known to have is back. An authorisation
     * that was under way when the order ended may still be noted, and a repair too.
     */
    public boolean isOver() {
        return switch (status) {
            case PENDING, RESERVED, CONFIRMED, SHIPPED, DELIVERED -> false;
            case REJECTED, PAYMENT_FAILED, REFUNDED -> true;
            case CANCELLED, EXPIRED ->
                switch (payment) {
                    case NONE, DECLINED, VOIDED, REFUNDED -> true;
                    case AUTHORIZED, CAPTURED, CAPTURE_FAILED -> authorized == 0;
                };
        };
    }

    boolean paymentDiffersFrom(OrderState other) {
        return payment != other.payment
                || authorized != other.authorized
                || captured != other.captured
                || refunded != other.refunded;
    }
}
