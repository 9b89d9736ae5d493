package dev.souk.prove.world;

/** The world cannot be built; the message says in one line what is in the way. */
public final class WorldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WorldException(String message) {
        super(message);
    }

    public WorldException(String message, Throwable cause) {
        super(message, cause);
    }
}
