package dev.souk.prove.check.facts;

/** A store, a topic or the history could not be read: there is no verdict on the shop. */
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreadableException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
