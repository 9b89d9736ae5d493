package dev.souk.stock.domain;

/** {@code HELD -> COMMITTED | RELEASED}, {@code COMMITTED -> RESTOCKED}. */
public enum ReservationState {
    /** Counted in {@code held}. */
    HELD,
    /** Counted in {@code sold}. */
    COMMITTED,
    /** Given back before it was sold. */
    RELEASED,
    /** Given back after it was sold. */
    RESTOCKED;

    /** The order has the units. */
    boolean isLive() {
        return this == HELD || this == COMMITTED;
    }
}
