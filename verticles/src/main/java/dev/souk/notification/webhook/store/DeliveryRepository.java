package dev.souk.notification.webhook.store;

import dev.souk.notification.webhook.domain.AttemptResult;
import dev.souk.notification.webhook.domain.DeliveryMachine;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** All SQL of deliveries on their way: made, found due, claimed, and the results of attempts. */
public final class DeliveryRepository {
    /** Rows of one statement. */
    private static final int PAGE = 5_000;

    private static final String INSERT = """
        INSERT INTO webhook_delivery
          (id, endpoint_id, event_id, event, order_id, seq, happened_at, status, attempts, tries, next_attempt_at)
        SELECT d.id, d.endpoint_id, d.event_id, d.event, d.order_id, d.seq, d.happened_at, 'PENDING', 0, 0, now()
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::int8[], $7::timestamptz[])
          AS d (id, endpoint_id, event_id, event, order_id, seq, happened_at)
        ON CONFLICT (id) DO NOTHING
        """;

    /** So many of each endpoint: those of one never push out another's. */
    private static final String DUE = """
        SELECT due.id, due.endpoint_id
        FROM unnest($1::uuid[]) AS e (id)
        CROSS JOIN LATERAL (
          SELECT d.id, d.endpoint_id FROM webhook_delivery d
          WHERE d.endpoint_id = e.id AND d.status = 'PENDING' AND d.next_attempt_at <= now()
            AND (d.claimed_until IS NULL OR d.claimed_until <= now())
          ORDER BY d.next_attempt_at LIMIT $2) AS due
        """;

    private static final String CLAIM = """
        UPDATE webhook_delivery d
        SET claim = c.claim, claimed_until = now() + $3::int8 * INTERVAL '1 millisecond'
        FROM unnest($1::uuid[], $2::uuid[]) AS c (id, claim)
        WHERE d.id = c.id AND d.status = 'PENDING' AND d.next_attempt_at <= now()
          AND (d.claimed_until IS NULL OR d.claimed_until <= now())
        RETURNING d.id, d.claim, d.endpoint_id, d.event_id, d.event, d.order_id, d.seq, d.happened_at, d.tries
        """;

    private static final String FINISH = """
        UPDATE webhook_delivery d
        SET status = f.status, attempts = d.attempts + 1, tries = d.tries + 1, outcome = f.outcome,
            response_status = f.response_status, claim = NULL, claimed_until = NULL,
            next_attempt_at = now() + f.pause * INTERVAL '1 millisecond'
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int4[], $6::int8[])
          AS f (id, claim, status, outcome, response_status, pause)
        WHERE d.id = f.id AND d.claim = f.claim AND d.status = 'PENDING'
        """;

    private static final String PUT_BACK = """
        UPDATE webhook_delivery d
        SET claim = NULL, claimed_until = NULL, next_attempt_at = now() + $3::int8 * INTERVAL '1 millisecond'
        FROM unnest($1::uuid[], $2::uuid[]) AS c (id, claim)
        WHERE d.id = c.id AND d.claim = c.claim AND d.status = 'PENDING'
        """;

    private static final String OLDEST_DUE = """
        SELECT e.failing_since IS NOT NULL, (EXTRACT(EPOCH FROM now() - min(due.next_attempt_at)) * 1000)::int8
        FROM webhook_endpoint e
        CROSS JOIN LATERAL (
          SELECT d.next_attempt_at FROM webhook_delivery d
          WHERE d.endpoint_id = e.id AND d.status = 'PENDING' AND d.next_attempt_at <= now()
          ORDER BY d.next_attempt_at LIMIT 1) AS due
        WHERE e.deleted_at IS NULL AND e.disabled_reason IS NULL
        GROUP BY 1
        """;

    /**
     * An attempt that has ended.
     *
     * @param version of the endpoint when the attempt began
     * @param step where it leads
     */
    public record Finished(Claimed delivery, Instant version, AttemptResult result, DeliveryMachine.Step step) {}

    public record Due(UUID id, UUID endpoint) {}

    /** @return how many are new */
    public Future<Integer> insert(SqlClient tx, List<NewDelivery> deliveries) {
        if (deliveries.isEmpty()) {
            return Future.succeededFuture(0);
        }
        List<NewDelivery> page = deliveries.subList(0, Math.min(PAGE, deliveries.size()));
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids(page, NewDelivery::id))
                        .addArrayOfUUID(ids(page, NewDelivery::endpoint))
                        .addArrayOfUUID(ids(page, NewDelivery::eventId))
                        .addArrayOfString(page.stream().map(NewDelivery::event).toArray(String[]::new))
                        .addArrayOfUUID(page.stream().map(NewDelivery::orderId).toArray(UUID[]::new))
                        .addArrayOfLong(page.stream().map(NewDelivery::seq).toArray(Long[]::new))
                        .addArrayOfOffsetDateTime(page.stream()
                                .map(each -> each.happenedAt().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)))
                .map(RowSet::rowCount)
                .compose(made -> insert(tx, deliveries.subList(page.size(), deliveries.size()))
                        .map(rest -> made + rest));
    }

    /** @return due deliveries of these endpoints that no node tries, the longest due first */
    public Future<List<Due>> due(SqlClient client, Collection<UUID> endpoints, int ofEach) {
        return client.preparedQuery(DUE)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(endpoints.toArray(UUID[]::new))
                        .addInteger(ofEach))
                .map(rows -> WebhookRows.list(rows, row -> new Due(row.getUUID(0), row.getUUID(1))));
    }

    /**
     * Claims those that are due still. Not again under the same claims: a delivery that was claimed and not answered
     * comes back when its claim runs out.
     *
     * @param claims one for each delivery
     */
    public Future<List<Claimed>> claim(SqlClient tx, List<UUID> ids, List<UUID> claims, Duration lease) {
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids.toArray(UUID[]::new))
                        .addArrayOfUUID(claims.toArray(UUID[]::new))
                        .addLong(lease.toMillis()))
                .map(rows -> WebhookRows.list(rows, DeliveryRepository::claimed));
    }

    private static Claimed claimed(Row row) {
        return new Claimed(
                row.getUUID(0),
                row.getUUID(1),
                row.getUUID(2),
                row.getUUID(3),
                row.getString(4),
                row.getUUID(5),
                row.getLong(6),
                row.getOffsetDateTime(7).toInstant(),
                row.getInteger(8));
    }

    /** Writes down the results of attempts; an attempt that has lost its claim is passed over. */
    public Future<Void> finish(SqlClient tx, List<Finished> finished) {
        return tx.preparedQuery(FINISH)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids(finished, each -> each.delivery().id()))
                        .addArrayOfUUID(ids(finished, each -> each.delivery().claim()))
                        .addArrayOfString(finished.stream()
                                .map(each -> each.step().status().name())
                                .toArray(String[]::new))
                        .addArrayOfString(finished.stream()
                                .map(each -> each.result().kind().label())
                                .toArray(String[]::new))
                        .addArrayOfInteger(finished.stream()
                                .map(each -> each.result().status())
                                .toArray(Integer[]::new))
                        .addArrayOfLong(finished.stream()
                                .map(each -> each.step().pause())
                                .map(pause -> pause == null ? null : pause.toMillis())
                                .toArray(Long[]::new)))
                .mapEmpty();
    }

    /** Gives up claims without an attempt. */
    public Future<Void> putBack(SqlClient tx, List<Claimed> deliveries, Duration wait) {
        return tx.preparedQuery(PUT_BACK)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids(deliveries, Claimed::id))
                        .addArrayOfUUID(ids(deliveries, Claimed::claim))
                        .addLong(wait.toMillis()))
                .mapEmpty();
    }

    /** @param healthy age of the oldest due delivery of endpoints that do not fail, {@code failing} of those that do */
    public record OldestDue(Duration healthy, Duration failing) {}

    public Future<OldestDue> oldestDue(SqlClient client) {
        return client.query(OLDEST_DUE).execute().map(rows -> {
            Duration healthy = Duration.ZERO;
            Duration failing = Duration.ZERO;
            for (Row row : rows) {
                Duration age = Duration.ofMillis(row.getLong(1));
                if (row.getBoolean(0)) {
                    failing = age;
                } else {
                    healthy = age;
                }
            }
            return new OldestDue(healthy, failing);
        });
    }

    private static <T> UUID[] ids(List<T> of, Function<T, UUID> id) {
        return of.stream().map(id).toArray(UUID[]::new);
    }
}
