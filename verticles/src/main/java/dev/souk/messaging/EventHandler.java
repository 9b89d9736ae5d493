package dev.souk.messaging;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;

/** Decides and writes a batch of events, each new to this consumer, in the order of arrival. */
@FunctionalInterface
public interface EventHandler {
    /**
     * May be called several times with the same batch or a part of it; only the last transaction counts.
     *
     * @param tx the transaction of the whole batch, which also holds the inbox rows and the outbox
     * @return fails with any exception but a database's transient ones when an event cannot be decided: the batch is
     *     then split until that event fails alone and goes to the dead letters
     */
    Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events);

    /** Events of which this is not true are passed over, and leave no row in the inbox. Looks at the type, no more. */
    default boolean concerns(EventEnvelope event) {
        return true;
    }
}
