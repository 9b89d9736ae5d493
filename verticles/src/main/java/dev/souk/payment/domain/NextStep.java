package dev.souk.payment.domain;

/** The next step of a payment. */
public sealed interface NextStep {

    /** The payment is as wanted, or waits for an event. */
    record Rest() implements NextStep {}

    /** The card token, to authorise with. */
    record AwaitToken() implements NextStep {}

    /**
     * A call to the provider. Where it is not {@linkplain Payment#calling() under way} yet, that is written down first.
     */
    record Call(ProviderCall call) implements NextStep {}
}
