package dev.souk.audit.invariant;

/** What may put a violation right without deciding anything that only people can decide; tried in this order. */
public enum Remedy {
    /** Counters are made what receipts and reservations sum up to; what they were is written to stock_recount. */
    RECOUNT_STOCK("recount-stock"),
    /** Reservations are committed, released or restocked, as the order's events would have done. */
    REVIEW_STOCK("review-stock"),
    /** What the order's state wants is wanted of its payment, and work on it is due at once. */
    REVIEW_PAYMENT("review-payment"),
    /** The order ends as its deadline says. */
    EXPIRE_ORDER("expire-order"),
    /** Consumers that handled the event suppress it, the others handle it now. */
    PUBLISH_AGAIN("publish-again");

    private final String name;

    Remedy(String name) {
        this.name = name;
    }

    /** Stable, in the report. */
    public String reportName() {
        return name;
    }
}
