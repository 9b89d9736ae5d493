package dev.souk.bus;

import org.jspecify.annotations.Nullable;

/**
 * No node answered in time, or a server that is needed to answer (a node, the database) cannot be reached. Whether the
 * effect happened is unknown; a request with an idempotency key may be repeated (HTTP 503, Retry-After).
 */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String what) {
        this(what, null);
    }

    /** @param cause the last failure, when there is more to know of it */
    public UnavailableException(String what, @Nullable Throwable cause) {
        super(what, cause, false, false);
    }
}
