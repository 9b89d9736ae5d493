package dev.souk.ops.message;

/** What a breaker lets through. */
public enum BreakerPosition {
    /** Everything. */
    CLOSED,
    /** One call, to see how it goes. */
    HALF_OPEN,
    /** Nothing. */
    OPEN
}
