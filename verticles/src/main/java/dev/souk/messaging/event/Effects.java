package dev.souk.messaging.event;

import io.vertx.core.Future;
import java.util.List;

/**
 * The effects of handling a batch of events.
 *
 * @param events facts to write to the outbox in the same transaction
 * @param afterCommit runs once, on the consumer's context, when the transaction is durable; must not throw
 * @param written statements that are still under way, as in {@link Decided}
 */
public record Effects(List<NewEvent<?>> events, Runnable afterCommit, Future<?> written) {
    public static final Effects NONE = new Effects(List.of(), () -> {});

    public Effects {
        events = List.copyOf(events);
    }

    /** Effects whose statements have all been answered. */
    public Effects(List<NewEvent<?>> events, Runnable afterCommit) {
        this(events, afterCommit, Future.succeededFuture());
    }

    /** @return these, when they have been written to the last */
    public Future<Effects> whenWritten() {
        return written.map(this);
    }

    public static Effects of(List<NewEvent<?>> events) {
        return new Effects(events, () -> {});
    }
}
