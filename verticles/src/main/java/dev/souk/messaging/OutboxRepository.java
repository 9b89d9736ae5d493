package dev.souk.messaging;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** All SQL of the outbox. */
final class OutboxRepository {
    private static final String APPEND = """
            INSERT INTO outbox (id, shard, topic, type, key, payload)
            SELECT e.id, e.shard, e.topic, e.type, e.key, e.payload
            FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::text[], $5::text[], $6::text[])
              AS e (id, shard, topic, type, key, payload)
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String MARK_PUBLISHED = """
            UPDATE outbox SET published_at = now() WHERE id = ANY ($1::uuid[]) AND published_at IS NULL
            """;

    private static final String OVERDUE = """
            SELECT o.id, o.topic, o.key, o.payload
            FROM unnest($1::int2[]) AS s (shard)
            CROSS JOIN LATERAL (
              SELECT id, topic, key, payload
              FROM outbox
              WHERE outbox.shard = s.shard AND published_at IS NULL
                AND created_at < now() - $2::int8 * INTERVAL '1 millisecond'
              ORDER BY created_at
              LIMIT $3) AS o
            """;

    private static final String OVERDUE_BEYOND = """
            SELECT id, topic, key, payload
            FROM outbox
            WHERE shard >= $1 AND published_at IS NULL
              AND created_at < now() - $2::int8 * INTERVAL '1 millisecond'
            LIMIT $3
            """;

    private static final String BY_ID = """
            SELECT id, topic, key, payload FROM outbox WHERE id = ANY ($1::uuid[])
            """;

    private static final String STORED = """
            SELECT id, type, topic, key FROM outbox WHERE id = ANY ($1::uuid[])
            """;

    private static final String DELETE_PUBLISHED = """
            DELETE FROM outbox
            WHERE id >= $1 AND id <= $2 AND published_at < now() - $3::int8 * INTERVAL '1 millisecond'
            """;

    private final int shards;

    OutboxRepository(int shards) {
        this.shards = shards;
    }

    /** An event that is there already stays as it is. */
    Future<List<OutboxRow>> append(SqlClient tx, List<NewEvent<?>> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        int size = events.size();
        UUID[] ids = new UUID[size];
        Short[] shardOf = new Short[size];
        String[] topics = new String[size];
        String[] types = new String[size];
        String[] keys = new String[size];
        String[] payloads = new String[size];
        List<OutboxRow> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            NewEvent<?> event = events.get(i);
            String payload = EventEnvelope.write(event);
            ids[i] = event.id();
            shardOf[i] = (short) Math.floorMod(event.subject().hashCode(), shards);
            topics[i] = event.type().topic();
            types[i] = event.type().name();
            keys[i] = event.subject();
            payloads[i] = payload;
            rows.add(new OutboxRow(event.id(), topics[i], keys[i], payload));
        }
        return tx.preparedQuery(APPEND)
                .execute(Tuple.of(ids, shardOf, topics, types, keys, payloads))
                .map(List.copyOf(rows));
    }

    Future<Void> markPublished(SqlClient tx, Collection<UUID> ids) {
        return tx.preparedQuery(MARK_PUBLISHED)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .mapEmpty();
    }

    /**
     * Whoever has shard 0 also gets the shards beyond the last, of a time when the setting was larger.
     *
     * @param limit of events per shard
     * @return the oldest unpublished events of each of the shards that are older than {@code age}
     */
    Future<List<OutboxRow>> overdue(SqlClient client, Collection<Integer> of, Duration age, int limit) {
        Short[] wanted = of.stream().map(Integer::shortValue).toArray(Short[]::new);
        Future<List<OutboxRow>> own = client.preparedQuery(OVERDUE)
                .execute(Tuple.of(wanted, age.toMillis(), limit))
                .map(OutboxRepository::rows);
        return of.contains(0) ? own.compose(rows -> beyond(client, age, limit).map(more -> concat(rows, more))) : own;
    }

    private Future<List<OutboxRow>> beyond(SqlClient client, Duration age, int limit) {
        return client.preparedQuery(OVERDUE_BEYOND)
                .execute(Tuple.of((short) shards, age.toMillis(), limit))
                .map(OutboxRepository::rows);
    }

    private static List<OutboxRow> concat(List<OutboxRow> rows, List<OutboxRow> more) {
        return more.isEmpty()
                ? rows
                : Stream.concat(rows.stream(), more.stream()).toList();
    }

    Future<List<OutboxRow>> byId(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(BY_ID)
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(OutboxRepository::rows);
    }

    Future<List<StoredEvent>> stored(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(STORED)
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> {
                    List<StoredEvent> events = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        events.add(
                                new StoredEvent(row.getUUID(0), row.getString(1), row.getString(2), row.getString(3)));
                    }
                    return events;
                });
    }

    private static List<OutboxRow> rows(RowSet<Row> rows) {
        List<OutboxRow> overdue = new ArrayList<>(rows.size());
        for (Row row : rows) {
            overdue.add(new OutboxRow(row.getUUID(0), row.getString(1), row.getString(2), row.getString(3)));
        }
        return overdue;
    }

    /** Deletes published events older than {@code age} in one slice of the id space, both ends included. */
    Future<Integer> deletePublished(SqlClient client, UUID from, UUID to, Duration age) {
        return client.preparedQuery(DELETE_PUBLISHED)
                .execute(Tuple.of(from, to, age.toMillis()))
                .map(RowSet::rowCount);
    }
}
