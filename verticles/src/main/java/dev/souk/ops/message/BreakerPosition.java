package dev.souk.ops.message;

/** The position of a breaker, by the calls that it lets through. */
public enum BreakerPosition {
    /** Everything. */
    CLOSED,
    /** One call, to see how it goes. */
    HALF_OPEN,
    /** Nothing. */
    OPEN
}
