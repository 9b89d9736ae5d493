package dev.souk.payment.domain;

/** What a payment needs now. */
public sealed interface NextStep {

    /** It is as wanted, or waits for somebody else. */
    record Rest() implements NextStep {}

    /** The card token, to authorise with. */
    record AwaitToken() implements NextStep {}

    /** A call to the provider. Where it is not {@linkplain Payment#calling() under way} yet, that is written down first. */
    record Call(ProviderCall call) implements NextStep {}
}
