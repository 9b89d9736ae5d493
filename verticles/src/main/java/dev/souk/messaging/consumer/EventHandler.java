package dev.souk.messaging.consumer;

import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/**
 * Decides and writes a batch of events in the order of arrival. Each of them is new to this consumer, unless it
 * {@linkplain #bearsRepetition bears repetition}.
 */
@FunctionalInterface
public interface EventHandler {
    /**
     * May be called several times with the same batch or a part of it; only the last transaction counts.
     *
     * @param tx the transaction of the whole batch, which also holds the inbox rows, if any, and the outbox
     * @return fails with any exception but a database's transient ones when an event cannot be decided: the batch is
     *     then split until that event fails alone and goes to the dead letters
     */
    Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events);

    /**
     * Whether events of this type matter here. Asked before an event's JSON is read: an event that does not matter
     * costs neither that nor an inbox row.
     */
    default boolean concerns(String type) {
        return true;
    }

    /**
     * Whether an event that comes again, at any time and in any order, changes nothing, by what the handler's own
     * tables say. Such a handler gets every event that arrives, and leaves no inbox rows: its tests show that it bears
     * any permutation and duplication. See {@code docs/decisions/0008-no-inbox-where-the-state-tells.md}.
     */
    default boolean bearsRepetition() {
        return false;
    }

    /** Whether this event matters, where its type does. An event that does not is passed over, without an inbox row. */
    default boolean concerns(EventEnvelope event) {
        return true;
    }
}
