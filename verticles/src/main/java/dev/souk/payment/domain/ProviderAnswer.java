package dev.souk.payment.domain;

/** The known outcome of a call to the provider. */
public sealed interface ProviderAnswer {

    /** The provider has decided; the same key will always be answered so. */
    sealed interface Definite extends ProviderAnswer {}

    /** It is done. */
    record Succeeded() implements Definite {}

    /** It was not done, and will not be under this key. */
    record Refused(Refusal refusal, String reason) implements Definite {}

    /** It may have been done or not: time-out, lost connection, the provider's own fault. */
    record Unknown(String reason) implements ProviderAnswer {}

    enum Refusal {
        /** There is nothing to be had: card declined, too much asked. */
        FINAL,
        /** Another attempt, under another key, may succeed. */
        WORTH_ANOTHER_ATTEMPT,
        /** The hold to be let go has been captured. */
        ALREADY_CAPTURED,
        /** The amount to be captured or let go is not held any more. */
        HOLD_GONE
    }
}
