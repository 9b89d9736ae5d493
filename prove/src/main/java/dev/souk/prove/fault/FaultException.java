package dev.souk.prove.fault;

/** A fault could not be brought about, or not be healed. */
final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
