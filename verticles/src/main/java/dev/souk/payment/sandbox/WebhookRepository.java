package dev.souk.payment.sandbox;

import dev.souk.sql.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** All SQL of the sandbox's webhooks. */
final class WebhookRepository {
    private static final String SAVE = """
            INSERT INTO webhook (id, body, deliveries, due_at)
            SELECT w.id, w.body, w.deliveries, now() + $4::int8 * INTERVAL '1 millisecond'
            FROM unnest($1::uuid[], $2::text[], $3::int4[]) AS w (id, body, deliveries)
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String DUE = """
            SELECT id, body, deliveries, tries FROM webhook WHERE due_at <= now() ORDER BY due_at LIMIT $1
            """;

    private static final String DELIVERED = """
            UPDATE webhook SET deliveries = deliveries - 1, tries = 0, due_at = now() WHERE id = $1
            """;

    private static final String POSTPONE = """
            UPDATE webhook SET tries = tries + 1, due_at = now() + $2::int8 * INTERVAL '1 millisecond' WHERE id = $1
            """;

    private static final String DELETE = """
            DELETE FROM webhook WHERE id = $1
            """;

    /** @param dueIn after which the sweeper sends what was not sent at once */
    Future<Void> save(SqlClient tx, List<Webhook> webhooks, Duration dueIn) {
        return tx.preparedQuery(SAVE)
                .execute(Tuple.of(
                        Columns.of(webhooks, UUID[]::new, Webhook::id),
                        Columns.texts(webhooks, Webhook::body),
                        Columns.ints(webhooks, Webhook::deliveries),
                        dueIn.toMillis()))
                .mapEmpty();
    }

    Future<List<Webhook>> due(SqlClient client, int limit) {
        return client.preparedQuery(DUE).execute(Tuple.of(limit)).map(rows -> {
            List<Webhook> due = new ArrayList<>(rows.size());
            for (Row row : rows) {
                due.add(new Webhook(row.getUUID(0), row.getString(1), row.getInteger(2), row.getInteger(3)));
            }
            return due;
        });
    }

    Future<Void> delivered(SqlClient client, UUID id) {
        return client.preparedQuery(DELIVERED).execute(Tuple.of(id)).mapEmpty();
    }

    Future<Void> postpone(SqlClient client, UUID id, Duration by) {
        return client.preparedQuery(POSTPONE)
                .execute(Tuple.of(id, by.toMillis()))
                .mapEmpty();
    }

    Future<Void> delete(SqlClient client, UUID id) {
        return client.preparedQuery(DELETE).execute(Tuple.of(id)).mapEmpty();
    }
}
