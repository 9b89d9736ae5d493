package dev.souk.payment;

import java.util.Locale;

/** What the provider can be asked to do. */
enum Operation {
    AUTHORISE,
    CAPTURE,
    VOID,
    REFUND;

    /** As it stands in keys: {@code capture}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
