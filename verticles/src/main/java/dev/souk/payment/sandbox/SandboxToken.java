package dev.souk.payment.sandbox;

import java.util.Locale;
import java.util.Optional;

/** A card of the sandbox: it decides the answers to calls about payments made with it. */
enum SandboxToken {
    OK,
    /** The authorisation is refused. */
    DECLINED,
    /** The authorisation is refused. */
    INSUFFICIENT_FUNDS,
    /** Acts, and answers the first call of a key after 2 s. */
    SLOW,
    /** Acts, and answers the first call of a key never, a repeated one at once. */
    TIMEOUT,
    /** Answers the first call of a key with 500 and does nothing; acts on the next. */
    ERROR_ONCE,
    /** Acts, and tells by webhook before it answers. */
    WEBHOOK_FIRST,
    /** Acts, answers, and tells by webhook, twice. */
    WEBHOOK_TWICE,
    /** Authorises, and refuses the capture. */
    CAPTURE_FAILS;

    private static final String PREFIX = "tok_";

    /** @return such as {@code tok_ok} */
    String text() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    static Optional<SandboxToken> of(String text) {
        for (SandboxToken token : values()) {
            if (token.text().equals(text)) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    /** @return how many webhooks tell of a decision */
    int webhooks() {
        return switch (this) {
            case WEBHOOK_FIRST -> 1;
            case WEBHOOK_TWICE -> 2;
            case OK, DECLINED, INSUFFICIENT_FUNDS, SLOW, TIMEOUT, ERROR_ONCE, CAPTURE_FAILS -> 0;
        };
    }
}
