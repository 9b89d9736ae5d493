package dev.souk.payment.message;

import dev.souk.settings.Settings;
import java.util.List;

/**
 * The card tokens that an order may be placed with: a token unknown to the provider is refused before the order exists.
 */
public final class CardTokens {
    /** All that the sandbox knows; each makes it behave in its own way. */
    public static final List<String> SANDBOX = List.of(
            "tok_ok",
            "tok_declined",
            "tok_insufficient_funds",
            "tok_slow",
            "tok_timeout",
            "tok_error_once",
            "tok_webhook_first",
            "tok_webhook_twice",
            "tok_capture_fails");

    private static final int MOST_CHARACTERS = 255;

    private final boolean sandbox;

    public CardTokens(Settings.Payment payment) {
        this.sandbox = payment.provider().equals(Settings.Payment.SANDBOX);
    }

    /**
     * @return false: 422. A live provider's tokens are 1 to 255 visible ASCII characters; which exist, it alone knows.
     */
    public boolean accepts(String token) {
        return sandbox
                ? SANDBOX.contains(token)
                : !token.isEmpty()
                        && token.length() <= MOST_CHARACTERS
                        && token.chars().allMatch(character -> character > ' ' && character <= '~');
    }
}
