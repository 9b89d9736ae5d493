package dev.souk.idempotency;

/** The outcome of a {@link Claim}. */
public sealed interface ClaimOutcome {
    /** The key is this request's own: its effect is to be written in the same transaction. */
    record Fresh() implements ClaimOutcome {}

    /** The effect happened before, and made this resource. */
    record Replay(String resource) implements ClaimOutcome {}

    /** The key was used with another body. */
    record KeyReused() implements ClaimOutcome {}
}
