package dev.souk.order.message;

/** The states of an order; the table of their transitions stands in {@code docs/semantics.md}. */
public enum OrderStatus {
    PENDING,
    RESERVED,
    CONFIRMED,
    SHIPPED,
    DELIVERED,
    REJECTED,
    PAYMENT_FAILED,
    CANCELLED,
    EXPIRED,
    REFUNDED;

    /** Everything but PENDING and RESERVED. */
    public boolean isSettled() {
        return this != PENDING && this != RESERVED;
    }
}
