package dev.souk.traffic;

/** Load cannot be driven, for a reason that its message says to whoever called the command. */
public final class TrafficException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrafficException(String message) {
        super(message);
    }

    public TrafficException(String message, Throwable cause) {
        super(message, cause);
    }
}
