package dev.souk.notification.bridge;

import dev.souk.notification.bridge.domain.Refusal;

/** A token that opens nothing; the message is for its sender. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public RefusedException(Refusal refusal, String message) {
        super(message, null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
