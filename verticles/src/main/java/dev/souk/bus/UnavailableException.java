package dev.souk.bus;

/**
 * Nobody answered in time, or what is needed to answer (a node, the database) cannot be reached. Whether the effect
 * happened is unknown; a request with an idempotency key may be repeated (HTTP 503, Retry-After).
 */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String what) {
        super(what, null, false, false);
    }
}
