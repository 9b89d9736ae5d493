package dev.souk.order.domain;

/**
 * The order's knowledge of its payment. It only rises in this order, so events that come late or out of turn change
 * nothing.
 */
public enum PaymentStatus {
    NONE,
    AUTHORIZED,
    DECLINED,
    CAPTURED,
    CAPTURE_FAILED,
    VOIDED,
    REFUNDED;

    boolean isBehind(PaymentStatus other) {
        return compareTo(other) < 0;
    }
}
