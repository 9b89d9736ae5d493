package dev.souk.messaging.consumer;

import dev.souk.messaging.retention.HistoryRepository;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * All SQL of the inbox, which consumer has handled which event, but for what forgets it: see {@link HistoryRepository}.
 */
public final class InboxRepository {
    private static final String CLAIM = """
            INSERT INTO inbox (event_id, consumer)
            SELECT e.id, $1 FROM unnest($2::uuid[]) AS e (id)
            ON CONFLICT (event_id, consumer) DO NOTHING
            RETURNING event_id
            """;

    private static final String HANDLED = """
            SELECT event_id FROM inbox WHERE event_id = ANY ($2::uuid[]) AND consumer = $1
            """;

    private static final String RENEW = """
            UPDATE inbox SET handled_at = now() WHERE event_id = ANY ($1::uuid[])
            """;

    /** @return those of the events that this consumer had not handled before */
    public Future<Set<UUID>> claim(SqlClient tx, String consumer, Collection<UUID> events) {
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.tuple().addString(consumer).addArrayOfUUID(events.toArray(UUID[]::new)))
                .map(InboxRepository::ids);
    }

    /** @return those of the events that count as handled by this consumer */
    Future<Set<UUID>> handled(SqlClient tx, String consumer, Collection<UUID> events) {
        return tx.preparedQuery(HANDLED)
                .execute(Tuple.tuple().addString(consumer).addArrayOfUUID(events.toArray(UUID[]::new)))
                .map(InboxRepository::ids);
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        for (Row row : rows) {
            ids.add(row.getUUID(0));
        }
        return ids;
    }

    /** Remembers which consumers handled these events for as long as if they had handled them now. */
    public Future<Void> renew(SqlClient tx, Collection<UUID> events) {
        return tx.preparedQuery(RENEW)
                .execute(Tuple.tuple().addArrayOfUUID(events.toArray(UUID[]::new)))
                .mapEmpty();
    }
}
