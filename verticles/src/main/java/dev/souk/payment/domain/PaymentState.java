package dev.souk.payment.domain;

/** What is definitely so at the provider. */
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
    /** What was held is free again. */
    VOIDED,
    /** All that was taken was given back. */
    REFUNDED
}
