package dev.souk.notification.bridge.domain;

import java.util.Locale;

/**
 * Why a frame was refused, or a registration ended. Names that the Vert.x bridge has are its names; codes are those of
 * HTTP.
 */
public enum Refusal {
    INVALID_JSON(400),
    MISSING_TYPE(400),
    INVALID_TYPE(400),
    MISSING_ADDRESS(400),
    INVALID_HEADERS(400),
    MAX_ADDRESS_LENGTH_REACHED(400),
    NOT_LOGGED_IN(401),
    TOKEN_EXPIRED(401),
    ACCESS_DENIED(403),
    MAX_HANDLERS_REACHED(429),
    TOO_MANY_SOCKETS(429),
    TOO_MANY_CHECKS(429),
    RATE_LIMITED(429),
    BUSY(503),
    UNAVAILABLE(503);

    private final int code;
    private final String label = name().toLowerCase(Locale.ROOT);

    Refusal(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** As in frames and metrics. */
    public String label() {
        return label;
    }
}
