package dev.souk.messaging;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** All SQL of the inbox: which consumer has handled which event. */
final class InboxRepository {
    private static final String CLAIM = """
            INSERT INTO inbox (event_id, consumer)
            SELECT e.id, $1 FROM unnest($2::uuid[]) AS e (id)
            ON CONFLICT (event_id, consumer) DO NOTHING
            RETURNING event_id
            """;

    private static final String DELETE_HANDLED = """
            DELETE FROM inbox
            WHERE event_id >= $1 AND event_id <= $2 AND handled_at < now() - $3::int8 * INTERVAL '1 millisecond'
            """;

    private static final String RENEW = """
            UPDATE inbox SET handled_at = now() WHERE event_id = ANY ($1::uuid[])
            """;

    /** @return those of the events that this consumer had not handled before */
    Future<Set<UUID>> claim(SqlClient tx, String consumer, Collection<UUID> events) {
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.tuple().addString(consumer).addArrayOfUUID(events.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> fresh = new HashSet<>();
                    for (Row row : rows) {
                        fresh.add(row.getUUID(0));
                    }
                    return fresh;
                });
    }

    /** Remembers who handled these events for as long again as if it had been now. */
    Future<Void> renew(SqlClient tx, Collection<UUID> events) {
        return tx.preparedQuery(RENEW)
                .execute(Tuple.tuple().addArrayOfUUID(events.toArray(UUID[]::new)))
                .mapEmpty();
    }

    /** Deletes rows older than {@code age} in one slice of the id space, both ends included. */
    Future<Integer> deleteHandled(SqlClient client, UUID from, UUID to, Duration age) {
        return client.preparedQuery(DELETE_HANDLED)
                .execute(Tuple.of(from, to, age.toMillis()))
                .map(RowSet::rowCount);
    }
}
