package dev.souk.payment.domain;

import java.util.Locale;

/** What the provider can be asked to do. */
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
