package dev.souk.notification.webhook.store;

import dev.souk.notification.webhook.domain.EndpointMachine.Health;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All SQL of how endpoints fare. */
public final class HealthRepository {
    private static final String LOCK = """
        SELECT id, failing_since, last_failed_at, disabled_reason, updated_at, now() FROM webhook_endpoint
        WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL
        ORDER BY id FOR UPDATE
        """;

    private static final String WRITE = """
        UPDATE webhook_endpoint e
        SET failing_since = h.failing_since, last_failed_at = h.last_failed_at, disabled_reason = h.disabled_reason
        FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::text[])
          AS h (id, failing_since, last_failed_at, disabled_reason)
        WHERE e.id = h.id
        """;

    private static final String COUNT = """
        SELECT count(*) FILTER (WHERE disabled_reason IS NULL AND failing_since IS NULL),
               count(*) FILTER (WHERE disabled_reason IS NULL AND failing_since IS NOT NULL),
               count(*) FILTER (WHERE disabled_reason IS NOT NULL)
        FROM webhook_endpoint WHERE deleted_at IS NULL
        """;

    /**
     * An endpoint with its row locked.
     *
     * @param version when it was last replaced
     * @param now by the database's clock
     */
    public record Locked(Health health, Instant version, Instant now) {}

    public record Counts(long healthy, long failing, long disabled) {}

    /** Locks the endpoints until the transaction ends; deleted ones are left out. */
    public Future<Map<UUID, Locked>> lock(SqlClient tx, Collection<UUID> endpoints) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.tuple().addArrayOfUUID(endpoints.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Locked> locked = new HashMap<>();
                    for (Row row : rows) {
                        Health health = new Health(
                                WebhookRows.instant(row.getOffsetDateTime(1)),
                                WebhookRows.instant(row.getOffsetDateTime(2)),
                                WebhookRows.reason(row.getString(3)));
                        locked.put(
                                row.getUUID(0),
                                new Locked(
                                        health,
                                        row.getOffsetDateTime(4).toInstant(),
                                        row.getOffsetDateTime(5).toInstant()));
                    }
                    return locked;
                });
    }

    public Future<Void> write(SqlClient tx, Map<UUID, Health> healths) {
        if (healths.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Map.Entry<UUID, Health>> all = List.copyOf(healths.entrySet());
        return tx.preparedQuery(WRITE)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(all.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                        .addArrayOfOffsetDateTime(all.stream()
                                .map(each -> time(each.getValue().failingSince()))
                                .toArray(OffsetDateTime[]::new))
                        .addArrayOfOffsetDateTime(all.stream()
                                .map(each -> time(each.getValue().lastFailed()))
                                .toArray(OffsetDateTime[]::new))
                        .addArrayOfString(all.stream()
                                .map(each -> each.getValue().disabled())
                                .map(reason -> reason == null ? null : reason.name())
                                .toArray(String[]::new)))
                .mapEmpty();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    public Future<Counts> count(SqlClient client) {
        return client.query(COUNT).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Counts(row.getLong(0), row.getLong(1), row.getLong(2));
        });
    }
}
