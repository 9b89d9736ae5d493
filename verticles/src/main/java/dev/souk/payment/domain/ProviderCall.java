package dev.souk.payment.domain;

import dev.souk.money.Money;
import java.util.UUID;

/** One call to the provider, complete: sent again it is the same call. */
public sealed interface ProviderCall {
    CallKey key();

    UUID paymentId();

    /** Hold the amount on the buyer's card. */
    record Authorise(CallKey key, UUID paymentId, Money amount, String token) implements ProviderCall {
        /** The card token stays out of logs. */
        @Override
        public String toString() {
            return "Authorise[" + key.text() + ", " + amount + "]";
        }
    }

    /** Take the amount that is held. */
    record Capture(CallKey key, UUID paymentId, Money amount) implements ProviderCall {}

    /** Let go of what is held. */
    record VoidAuthorisation(CallKey key, UUID paymentId) implements ProviderCall {}

    /** Give back some of what was taken. */
    record Refund(CallKey key, UUID paymentId, Money amount) implements ProviderCall {}
}
