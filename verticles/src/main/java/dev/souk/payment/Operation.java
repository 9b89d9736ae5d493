package dev.souk.payment;

/** What the provider can be asked to do. */
enum Operation {
    AUTHORISE,
    CAPTURE,
    VOID,
    REFUND
}
