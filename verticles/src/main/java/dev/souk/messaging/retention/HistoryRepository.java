package dev.souk.messaging.retention;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All SQL that forgets facts: outbox rows that are published, inbox rows. A statement looks at {@link #PAGE} rows in
 * the order of their ids, however large the table and however few of them are old, and so ends within any time limit.
 */
public enum HistoryRepository {
    OUTBOX("outbox", Sql.OUTBOX_OLDEST, Sql.FORGET_OUTBOX),
    INBOX("inbox", Sql.INBOX_OLDEST, Sql.FORGET_INBOX);

    /** Rows that one statement looks at; in the statements as it is, for a plan that knows it. */
    public static final int PAGE = 2_000;

    private static final class Sql {
        static final String OUTBOX_OLDEST = """
                SELECT (EXTRACT(EPOCH FROM now() - min(created_at)) * 1000)::int8
                FROM (SELECT created_at FROM outbox WHERE id >= $1 AND id <= $2 ORDER BY id LIMIT 2000) AS page
                """;

        static final String INBOX_OLDEST = """
                SELECT (EXTRACT(EPOCH FROM now() - min(handled_at)) * 1000)::int8
                FROM (SELECT handled_at FROM inbox WHERE event_id >= $1 AND event_id <= $2
                      ORDER BY event_id, consumer LIMIT 2000) AS page
                """;

        /** Not what is pending for as long as that can be older than it: next to none. */
        static final String FORGET_OUTBOX = """
                WITH page AS (
                  SELECT id, created_at FROM outbox WHERE id >= $1 AND id <= $2 ORDER BY id LIMIT 2000),
                gone AS (
                  DELETE FROM outbox
                  WHERE id >= $1 AND id <= $2
                    AND id IN (SELECT id FROM page WHERE created_at < now() - $3::int8 * INTERVAL '1 millisecond')
                    AND NOT EXISTS (
                      SELECT 1 FROM outbox_pending p
                      WHERE p.created_at < now() - $3::int8 * INTERVAL '1 millisecond' AND outbox.id = ANY (p.events))
                  RETURNING id)
                SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM gone),
                       (SELECT id FROM page ORDER BY id DESC LIMIT 1)
                """;

        /** The age is looked at again under the row's lock: it may have been renewed meanwhile. */
        static final String FORGET_INBOX = """
                WITH page AS (
                  SELECT event_id, consumer, handled_at FROM inbox WHERE event_id >= $1 AND event_id <= $2
                  ORDER BY event_id, consumer LIMIT 2000),
                gone AS (
                  DELETE FROM inbox
                  WHERE event_id >= $1 AND event_id <= $2 AND handled_at < now() - $3::int8 * INTERVAL '1 millisecond'
                    AND (event_id, consumer) IN (
                      SELECT event_id, consumer FROM page
                      WHERE handled_at < now() - $3::int8 * INTERVAL '1 millisecond')
                  RETURNING event_id)
                SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM gone),
                       (SELECT event_id FROM page ORDER BY event_id DESC LIMIT 1)
                """;

        private Sql() {}
    }

    private final String rows;
    private final String oldest;
    private final String forget;

    HistoryRepository(String rows, String oldest, String forget) {
        this.rows = rows;
        this.oldest = oldest;
        this.forget = forget;
    }

    /** @return its name in SQL and in metrics */
    String rows() {
        return rows;
    }

    /**
     * @param deleted rows that are gone
     * @param next where the next page begins, or null when this was the last one
     */
    public record Page(int deleted, @Nullable UUID next) {}

    /** @return age of the oldest one of the first rows between these ids, which are as old as any: ids are hashes */
    Future<Duration> oldest(SqlClient client, UUID from, UUID to) {
        return client.preparedQuery(oldest).execute(Tuple.of(from, to)).map(found -> {
            Long millis = found.iterator().next().getLong(0);
            return millis == null ? Duration.ZERO : Duration.ofMillis(millis);
        });
    }

    /**
     * Deletes what is older than {@code age} of the first page between these ids, both included. A page begins with the
     * id that the one before ended with: an event has fewer inbox rows than a page.
     */
    public Future<Page> forget(SqlClient client, UUID from, UUID to, Duration age) {
        return client.preparedQuery(forget)
                .execute(Tuple.of(from, to, age.toMillis()))
                .map(HistoryRepository::page);
    }

    private static Page page(RowSet<Row> result) {
        Row row = result.iterator().next();
        return new Page(row.getInteger(1), row.getLong(0) < PAGE ? null : row.getUUID(2));
    }
}
