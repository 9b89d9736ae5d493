package dev.souk.edge.routes;

/** The page size that all lists have in common. */
final class Pages {
    /** Items of a page when the caller names no limit; as in the contract. */
    static final int LIMIT = 20;

    private Pages() {}
}
