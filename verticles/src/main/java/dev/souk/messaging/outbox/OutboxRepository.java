package dev.souk.messaging.outbox;

import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.retention.HistoryRepository;
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

/** All SQL of the outbox, but for what forgets it: see {@link HistoryRepository}. */
public final class OutboxRepository {
    private static final String APPEND = """
            INSERT INTO outbox (id, topic, type, key, payload)
            SELECT e.id, e.topic, e.type, e.key, e.payload
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
              AS e (id, topic, type, key, payload)
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String PENDING = """
            INSERT INTO outbox_pending (id, shard, events) VALUES ($1, $2, $3::uuid[])
            """;

    private static final String PUBLISHED = "DELETE FROM outbox_pending WHERE id = ANY ($1::uuid[])";

    private static final String PARTLY_PUBLISHED = """
            UPDATE outbox_pending AS p
            SET events = ARRAY(SELECT e.id FROM unnest(p.events) AS e (id) WHERE NOT e.id = ANY ($2::uuid[]))
            WHERE p.id = ANY ($1::uuid[])
            """;

    private static final String EMPTIED = """
            DELETE FROM outbox_pending WHERE id = ANY ($1::uuid[]) AND cardinality(events) = 0
            """;

    private static final String NAMING = "SELECT id FROM outbox_pending WHERE events && $1::uuid[]";

    private static final String OVERDUE = """
            SELECT p.id, p.events
            FROM unnest($1::int2[]) AS s (shard)
            CROSS JOIN LATERAL (
              SELECT id, events
              FROM outbox_pending
              WHERE outbox_pending.shard = s.shard AND created_at < now() - $2::int8 * INTERVAL '1 millisecond'
              ORDER BY created_at
              LIMIT $3) AS p
            """;

    private static final String OVERDUE_BEYOND = """
            SELECT id, events
            FROM outbox_pending
            WHERE shard >= $1 AND created_at < now() - $2::int8 * INTERVAL '1 millisecond'
            LIMIT $3
            """;

    private static final String BY_ID = """
            SELECT id, topic, type, key, payload FROM outbox WHERE id = ANY ($1::uuid[])
            """;

    private static final String STORED = """
            SELECT id, type, topic, key FROM outbox WHERE id = ANY ($1::uuid[])
            """;

    private final int shards;

    public OutboxRepository(int shards) {
        this.shards = shards;
    }

    /**
     * An event that is there already stays as it is. A transaction that runs again may leave a second pending row for
     * its events: they are published twice, and never not at all.
     */
    public Future<OutboxBatch> append(SqlClient tx, List<NewEvent<?>> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture(OutboxBatch.EMPTY);
        }
        int size = events.size();
        UUID[] ids = new UUID[size];
        String[] topics = new String[size];
        String[] types = new String[size];
        String[] keys = new String[size];
        String[] payloads = new String[size];
        List<OutboxRow> rows = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            NewEvent<?> event = events.get(i);
            ids[i] = event.id();
            topics[i] = event.type().topic();
            types[i] = event.type().name();
            keys[i] = event.subject();
            payloads[i] = EventEnvelope.write(event);
            rows.add(new OutboxRow(event.id(), topics[i], types[i], keys[i], payloads[i]));
        }
        UUID pending = UUID.randomUUID();
        Short shard = (short) Math.floorMod(pending.hashCode(), shards);
        Future<?> appended = tx.preparedQuery(APPEND).execute(Tuple.of(ids, topics, types, keys, payloads));
        Future<?> noted = tx.preparedQuery(PENDING).execute(Tuple.of(pending, shard, ids));
        return Future.all(appended, noted).map(new OutboxBatch(pending, rows));
    }

    /** Takes events that Kafka has out of the pending rows; a row that names no event any more goes. */
    public Future<Void> published(SqlClient tx, List<Published> published) {
        UUID[] whole = published.stream()
                .filter(Published::all)
                .map(Published::pending)
                .toArray(UUID[]::new);
        Future<Void> deleted = whole.length == 0
                ? Future.succeededFuture()
                : run(tx, PUBLISHED, Tuple.tuple().addArrayOfUUID(whole));
        return whole.length == published.size() ? deleted : deleted.compose(done -> partlyPublished(tx, published));
    }

    /**
     * As {@link #published}, for events whose pending row, if there is one, is not known: it reads all pending rows.
     */
    public Future<Void> publishedAgain(SqlClient tx, Collection<UUID> events) {
        UUID[] ids = events.toArray(UUID[]::new);
        return tx.preparedQuery(NAMING)
                .execute(Tuple.tuple().addArrayOfUUID(ids))
                .compose(rows -> {
                    List<UUID> pending = new ArrayList<>(rows.size());
                    rows.forEach(row -> pending.add(row.getUUID(0)));
                    return pending.isEmpty()
                            ? Future.succeededFuture()
                            : partlyPublished(tx, pending.toArray(UUID[]::new), ids);
                });
    }

    private static Future<Void> partlyPublished(SqlClient tx, List<Published> published) {
        List<Published> parts = published.stream().filter(one -> !one.all()).toList();
        UUID[] rows = parts.stream().map(Published::pending).toArray(UUID[]::new);
        UUID[] events = parts.stream().flatMap(one -> one.events().stream()).toArray(UUID[]::new);
        return partlyPublished(tx, rows, events);
    }

    private static Future<Void> partlyPublished(SqlClient tx, UUID[] rows, UUID[] events) {
        return run(tx, PARTLY_PUBLISHED, Tuple.tuple().addArrayOfUUID(rows).addArrayOfUUID(events))
                .compose(done -> run(tx, EMPTIED, Tuple.tuple().addArrayOfUUID(rows)));
    }

    private static Future<Void> run(SqlClient tx, String statement, Tuple parameters) {
        return tx.preparedQuery(statement).execute(parameters).mapEmpty();
    }

    /** Ids of events that wait to be published, by the row that says so. */
    public record Overdue(UUID pending, List<UUID> events) {}

    /**
     * The holder of shard 0 also gets the shards beyond the last, of a time when the setting was larger.
     *
     * @param limit of rows per shard
     * @return the oldest pending rows of each of the shards that are older than {@code age}
     */
    public Future<List<Overdue>> overdue(SqlClient client, Collection<Integer> of, Duration age, int limit) {
        Short[] wanted = of.stream().map(Integer::shortValue).toArray(Short[]::new);
        Future<List<Overdue>> own = client.preparedQuery(OVERDUE)
                .execute(Tuple.of(wanted, age.toMillis(), limit))
                .map(OutboxRepository::overdue);
        return of.contains(0) ? own.compose(rows -> beyond(client, age, limit).map(more -> concat(rows, more))) : own;
    }

    private Future<List<Overdue>> beyond(SqlClient client, Duration age, int limit) {
        return client.preparedQuery(OVERDUE_BEYOND)
                .execute(Tuple.of((short) shards, age.toMillis(), limit))
                .map(OutboxRepository::overdue);
    }

    private static List<Overdue> overdue(RowSet<Row> rows) {
        List<Overdue> overdue = new ArrayList<>(rows.size());
        rows.forEach(row -> overdue.add(new Overdue(row.getUUID(0), List.of(row.getArrayOfUUIDs(1)))));
        return overdue;
    }

    private static <T> List<T> concat(List<T> rows, List<T> more) {
        return more.isEmpty()
                ? rows
                : Stream.concat(rows.stream(), more.stream()).toList();
    }

    public Future<List<OutboxRow>> byId(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(BY_ID)
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(OutboxRepository::rows);
    }

    public Future<List<StoredEvent>> stored(SqlClient client, Collection<UUID> ids) {
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
        List<OutboxRow> events = new ArrayList<>(rows.size());
        for (Row row : rows) {
            events.add(new OutboxRow(
                    row.getUUID(0), row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        }
        return events;
    }
}
