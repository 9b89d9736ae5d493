package dev.souk.payment.domain;

import java.util.Locale;
import java.util.UUID;

/**
 * The idempotency key of a call to the provider: equal keys are one call, however often it is sent.
 *
 * @param subject id of the payment, or of the refund that an operator asked for
 * @param attempt changes only after a definite refusal that is worth another attempt
 */
public record CallKey(UUID subject, Operation operation, int attempt) {

    /** @return such as {@code capture.0.3f8c...}, visible ASCII */
    public String text() {
        return operation.word() + "." + attempt + "." + subject;
    }

    /** @throws IllegalArgumentException when the text is no key of ours */
    public static CallKey parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not an idempotency key of a payment");
        }
        Operation operation = Operation.valueOf(parts[0].toUpperCase(Locale.ROOT));
        return new CallKey(UUID.fromString(parts[2]), operation, Integer.parseInt(parts[1]));
    }
}
