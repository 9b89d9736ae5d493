package dev.souk.notification.webhook.store;

import dev.souk.notification.webhook.message.WebhookCursor;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookContent;
import dev.souk.notification.webhook.message.WebhookView;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All SQL of endpoints as operators set them up. No method sees a deleted endpoint. */
public final class EndpointRepository {
    private static final String INSERT = """
        INSERT INTO webhook_endpoint (id, url, events, description)
        SELECT $1::uuid, $2::text, $3::text[], $4::text
        WHERE (SELECT count(*) FROM webhook_endpoint WHERE deleted_at IS NULL) < $5::int8
        ON CONFLICT (id) DO NOTHING
        """;

    private static final String BY_ID = "SELECT " + WebhookRows.WEBHOOK + """
         FROM webhook_endpoint WHERE id = $1 AND deleted_at IS NULL
        """;

    private static final String LIST = "SELECT " + WebhookRows.WEBHOOK + """
         FROM webhook_endpoint
        WHERE deleted_at IS NULL AND (created_at, id) > ($1::timestamptz, $2::uuid)
        ORDER BY created_at, id LIMIT $3
        """;

    private static final String ACTIVE = "SELECT " + WebhookRows.WEBHOOK + """
         FROM webhook_endpoint WHERE deleted_at IS NULL AND disabled_reason IS NULL ORDER BY id
        """;

    private static final String REPLACE = """
            UPDATE webhook_endpoint
            SET url = $2, events = $3::text[], description = $4, updated_at = now(),
                disabled_reason = NULL, failing_since = NULL, last_failed_at = NULL
            WHERE id = $1 AND deleted_at IS NULL
            RETURNING
            """ + WebhookRows.WEBHOOK;

    private static final String TOUCH = """
            UPDATE webhook_endpoint SET updated_at = now() WHERE id = $1 AND deleted_at IS NULL
            RETURNING
            """ + WebhookRows.WEBHOOK;

    private static final String DELETE = """
        UPDATE webhook_endpoint SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL
        """;

    /** @return the endpoint, or none where there are {@code most} already; again, with the same id, finds its own */
    public Future<@Nullable WebhookView> insert(SqlClient tx, UUID id, WebhookContent content, int most) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(id, content.url(), names(content), content.description(), (long) most))
                .compose(done -> byId(tx, id));
    }

    public Future<@Nullable WebhookView> byId(SqlClient client, UUID id) {
        return client.preparedQuery(BY_ID).execute(Tuple.of(id)).map(EndpointRepository::first);
    }

    /** @return oldest first, from behind the cursor */
    public Future<List<WebhookView>> list(SqlClient client, WebhookCursor after, int limit) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(after.at().atOffset(ZoneOffset.UTC), after.id(), limit))
                .map(rows -> WebhookRows.list(rows, WebhookRows::webhook));
    }

    /** @return all that are told something: no more than the settings allow */
    public Future<List<WebhookView>> active(SqlClient client) {
        return client.preparedQuery(ACTIVE).execute().map(rows -> WebhookRows.list(rows, WebhookRows::webhook));
    }

    public Future<@Nullable WebhookView> replace(SqlClient tx, UUID id, WebhookContent content) {
        return tx.preparedQuery(REPLACE)
                .execute(Tuple.of(id, content.url(), names(content), content.description()))
                .map(EndpointRepository::first);
    }

    /** Gives it another version, as its secret has changed. */
    public Future<@Nullable WebhookView> touch(SqlClient tx, UUID id) {
        return tx.preparedQuery(TOUCH).execute(Tuple.of(id)).map(EndpointRepository::first);
    }

    private static @Nullable WebhookView first(RowSet<Row> rows) {
        List<WebhookView> found = WebhookRows.list(rows, WebhookRows::webhook);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** @return whether it was there */
    public Future<Boolean> delete(SqlClient tx, UUID id) {
        return tx.preparedQuery(DELETE)
                .execute(Tuple.of(id))
                .map(RowSet::rowCount)
                .map(deleted -> deleted > 0);
    }

    private static String[] names(WebhookContent content) {
        return content.events().toArray(String[]::new);
    }
}
