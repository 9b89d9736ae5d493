package dev.souk.bus;

/** A bounded queue is full: nothing was done, and the same request may be sent again later (HTTP 503, Retry-After). */
public final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BusyException(String what) {
        super(what, null, false, false);
    }
}
