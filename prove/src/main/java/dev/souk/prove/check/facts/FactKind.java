package dev.souk.prove.check.facts;

/** What a shop can give account of. A check that needs a kind which a shop does not keep is skipped, and says so. */
public enum FactKind {
    ORDERS,
    /** What is in the carts, and which cart an order was. */
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
    /** What is on the topics. */
    EVENTS,
    OUTBOX,
    /** Which consumer has handled which event. */
    INBOX,
    /** Which event is on its way to which endpoint of webhooks, and what became of it. */
    DELIVERIES
}
