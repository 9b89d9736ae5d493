package dev.souk.messaging.event;

import io.vertx.core.Future;
import java.util.List;

/**
 * What a transaction decided: the outcome for its caller, and the facts that it makes true.
 *
 * @param outcome for whoever asked
 * @param events written to the outbox in the same transaction, published after its commit
 * @param written statements of the decision that are still under way: the events are sent behind them, the commit waits, and
 *     where they fail there is none
 */
public record Decided<T>(T outcome, List<NewEvent<?>> events, Future<?> written) {
    public Decided {
        events = List.copyOf(events);
    }

    /** What has been written to the last. */
    public Decided(T outcome, List<NewEvent<?>> events) {
        this(outcome, events, Future.succeededFuture());
    }
}
