package dev.souk.payment.domain;

import java.util.Locale;

/** The operations of the payment provider. */
public enum Operation {
    AUTHORISE,
    CAPTURE,
    VOID,
    REFUND;

    /** As it stands in keys: {@code capture}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
