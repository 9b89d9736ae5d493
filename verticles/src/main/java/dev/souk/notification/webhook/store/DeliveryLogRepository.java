package dev.souk.notification.webhook.store;

import dev.souk.notification.webhook.message.DeliveryView;
import dev.souk.notification.webhook.message.WebhookCursor;
import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All SQL of deliveries as a log: read page by page, asked for again, given up, forgotten. */
public final class DeliveryLogRepository {
    private static final String PAGE = "SELECT " + WebhookRows.DELIVERY + """
         FROM webhook_delivery
        WHERE endpoint_id = $1 AND (created_at, id) < ($2::timestamptz, $3::uuid)
        ORDER BY created_at DESC, id DESC LIMIT $4
        """;

    private static final String BY_ID = "SELECT " + WebhookRows.DELIVERY + """
         FROM webhook_delivery WHERE id = $1 AND endpoint_id = $2
        """;

    /** Without deliveries that are tried at this moment: their claims have not run out. */
    private static final String AGAIN = """
        UPDATE webhook_delivery
        SET status = 'PENDING', tries = 0, next_attempt_at = now(), claim = NULL, claimed_until = NULL
        WHERE id = $1 AND endpoint_id = $2 AND (claimed_until IS NULL OR claimed_until <= now())
        """;

    private static final String GIVE_UP = """
        UPDATE webhook_delivery SET status = 'FAILED', next_attempt_at = NULL, claim = NULL, claimed_until = NULL
        WHERE status = 'PENDING' AND id IN (
          SELECT d.id FROM webhook_endpoint e
          JOIN webhook_delivery d ON d.endpoint_id = e.id AND d.status = 'PENDING'
          WHERE e.deleted_at IS NULL AND e.disabled_reason IS NOT NULL
          LIMIT $1)
        """;

    private static final String ENDPOINTS = """
        SELECT id FROM webhook_endpoint ORDER BY id
        """;

    private static final String OLDEST = """
        SELECT (EXTRACT(EPOCH FROM now() - min(oldest.created_at)) * 1000)::int8
        FROM webhook_endpoint e
        CROSS JOIN LATERAL (
          SELECT d.created_at FROM webhook_delivery d WHERE d.endpoint_id = e.id ORDER BY d.created_at LIMIT 1)
          AS oldest
        """;

    private static final String FORGET = """
        DELETE FROM webhook_delivery WHERE id IN (
          SELECT d.id FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
          WHERE d.endpoint_id = $1
            AND (e.deleted_at IS NOT NULL OR d.created_at < now() - $2::int8 * INTERVAL '1 millisecond')
          ORDER BY d.created_at LIMIT $3)
        """;

    /** A day after an endpoint was deleted, no node writes deliveries for it any more. */
    private static final String FORGET_ENDPOINT = """
        DELETE FROM webhook_endpoint e
        WHERE e.deleted_at < now() - INTERVAL '1 day'
          AND NOT EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.endpoint_id = e.id)
        """;

    /** @return newest first, from behind the cursor */
    public Future<List<DeliveryView>> page(SqlClient client, UUID endpoint, WebhookCursor after, int limit) {
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(endpoint, after.at().atOffset(ZoneOffset.UTC), after.id(), limit))
                .map(rows -> WebhookRows.list(rows, WebhookRows::delivery));
    }

    public Future<@Nullable DeliveryView> byId(SqlClient client, UUID endpoint, UUID id) {
        return client.preparedQuery(BY_ID).execute(Tuple.of(id, endpoint)).map(rows -> {
            List<DeliveryView> found = WebhookRows.list(rows, WebhookRows::delivery);
            return found.isEmpty() ? null : found.getFirst();
        });
    }

    /** Makes the delivery due now, with all its attempts before it; one that is being tried is left alone. */
    public Future<Void> again(SqlClient tx, UUID endpoint, UUID id) {
        return tx.preparedQuery(AGAIN).execute(Tuple.of(id, endpoint)).mapEmpty();
    }

    /** Gives up deliveries of disabled endpoints. @return how many, {@code limit} at the most */
    public Future<Integer> giveUp(SqlClient tx, int limit) {
        return tx.preparedQuery(GIVE_UP).execute(Tuple.of(limit)).map(RowSet::rowCount);
    }

    /** @return all endpoints, those that are deleted included */
    public Future<List<UUID>> endpoints(SqlClient client) {
        return client.query(ENDPOINTS).execute().map(rows -> WebhookRows.list(rows, row -> row.getUUID(0)));
    }

    /** @return age of the oldest delivery; zero where there is none */
    public Future<Duration> oldest(SqlClient client) {
        return client.query(OLDEST).execute().map(rows -> {
            Long millis = rows.iterator().next().getLong(0);
            return millis == null ? Duration.ZERO : Duration.ofMillis(millis);
        });
    }

    /**
     * Deletes deliveries older than {@code age}, all of them where the endpoint is deleted.
     *
     * @return how many, {@code limit} at the most
     */
    public Future<Integer> forget(SqlClient tx, UUID endpoint, Duration age, int limit) {
        return tx.preparedQuery(FORGET)
                .execute(Tuple.of(endpoint, age.toMillis(), limit))
                .map(RowSet::rowCount);
    }

    /** Deletes the endpoints that were deleted and of which nothing is left. */
    public Future<Void> forgetEndpoints(SqlClient tx) {
        return tx.query(FORGET_ENDPOINT).execute().mapEmpty();
    }
}
