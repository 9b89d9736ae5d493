package dev.souk.messaging;

import java.util.List;

/**
 * What a transaction decided: the outcome for its caller, and the facts that it makes true.
 *
 * @param outcome for whoever asked
 * @param events written to the outbox in the same transaction, published after its commit
 */
public record Decided<T>(T outcome, List<NewEvent<?>> events) {
    public Decided {
        events = List.copyOf(events);
    }
}
