package dev.souk.audit.invariant;

/** The repairs of violations that decide nothing that only people can decide; tried in this order. */
public enum Remedy {
    /** Counters are set to the sums of receipts and reservations; their former values are written to stock_recount. */
    RECOUNT_STOCK("recount-stock"),
    /** Reservations are committed, released or restocked, as the order's events would have done. */
    REVIEW_STOCK("review-stock"),
    /** The payment gets the target that the order's state calls for, and work on it is due at once. */
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
