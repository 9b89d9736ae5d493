package dev.souk.prove.check.facts;

/** The kinds of facts that a shop can keep. A check is skipped, and says so, if it needs a kind that the shop lacks. */
public enum FactKind {
    ORDERS,
    /** The content of the carts, and which cart an order was. */
    CARTS,
    /** Every step of every order. */
    TIMELINES,
    /** Which idempotency key made which order. */
    CLAIMS,
    STOCK,
    RESERVATIONS,
    /** The shop's own books of payments. */
    PAYMENTS,
    /** The provider's books. */
    LEDGER,
    /** The records on the topics. */
    EVENTS,
    OUTBOX,
    /** Which consumer has handled which event. */
    INBOX,
    /** The delivery of each event to each webhook endpoint, and its outcome. */
    DELIVERIES
}
