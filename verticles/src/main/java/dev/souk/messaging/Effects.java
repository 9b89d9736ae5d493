package dev.souk.messaging;

import java.util.List;

/**
 * What handling a batch of events brought about.
 *
 * @param events facts to write to the outbox in the same transaction
 * @param afterCommit runs once, on the consumer's context, when the transaction is durable; must not throw
 */
public record Effects(List<NewEvent<?>> events, Runnable afterCommit) {
    public static final Effects NONE = new Effects(List.of(), () -> {});

    public Effects {
        events = List.copyOf(events);
    }

    public static Effects of(List<NewEvent<?>> events) {
        return new Effects(events, () -> {});
    }
}
