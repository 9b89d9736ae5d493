package dev.souk.traffic;

/** Thrown when load cannot be driven; the message tells the caller of the command the reason. */
public final class TrafficException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrafficException(String message) {
        super(message);
    }

    public TrafficException(String message, Throwable cause) {
        super(message, cause);
    }
}
