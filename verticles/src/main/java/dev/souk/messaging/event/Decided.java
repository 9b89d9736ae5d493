package dev.souk.messaging.event;

import io.vertx.core.Future;
import java.util.List;

/**
 * The decision of a transaction: the outcome for its caller, and the facts that it makes true.
 *
 * @param outcome for the caller
 * @param events written to the outbox in the same transaction, published after its commit
 * @param written statements of the decision that are still under way: the events are sent behind them, the commit
 *     waits, and where they fail there is none
 */
public record Decided<T>(T outcome, List<NewEvent<?>> events, Future<?> written) {
    public Decided {
        events = List.copyOf(events);
    }

    /** A decision whose statements have all been answered. */
    public Decided(T outcome, List<NewEvent<?>> events) {
        this(outcome, events, Future.succeededFuture());
    }
}
