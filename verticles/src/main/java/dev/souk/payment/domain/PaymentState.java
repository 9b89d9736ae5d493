package dev.souk.payment.domain;

/** The definite state of a payment at the provider. */
public enum PaymentState {
    /** Nothing is held or taken. */
    NEW,
    /** The amount is held. */
    AUTHORISED,
    /** The provider refused to hold it. */
    DECLINED,
    /** The amount was taken. */
    CAPTURED,
    /** The provider refused to take what it holds. */
    CAPTURE_FAILED,
    /** The held amount is free again. */
    VOIDED,
    /** All that was taken was given back. */
    REFUNDED
}
