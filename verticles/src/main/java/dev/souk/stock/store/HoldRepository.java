package dev.souk.stock.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The SQL of the sweeper: reservations that are HELD. */
public final class HoldRepository {
    private static final String OLD = """
            SELECT DISTINCT created_at, order_id
            FROM reservation
            WHERE state = 'HELD' AND created_at < now() - $1::int8 * INTERVAL '1 millisecond'
              AND (created_at, order_id) > ($2::timestamptz, $3::uuid)
            ORDER BY created_at, order_id
            LIMIT $4
            """;

    /**
     * Pages through the orders that have held stock for longer than {@code age}, the oldest first.
     *
     * @param after the last of the page before
     */
    public Future<List<OldHold>> old(SqlClient client, Duration age, OldHold after, int limit) {
        return client.preparedQuery(OLD)
                .execute(Tuple.of(age.toMillis(), after.since(), after.orderId(), limit))
                .map(rows -> {
                    List<OldHold> holds = new ArrayList<>(rows.size());
                    rows.forEach(row -> holds.add(new OldHold(row.getOffsetDateTime(0), row.getUUID(1))));
                    return holds;
                });
    }

    /** An order that has held stock since then. */
    public record OldHold(OffsetDateTime since, UUID orderId) {
        /** Before all others. */
        public static final OldHold FIRST = new OldHold(OffsetDateTime.parse("1970-01-01T00:00:00Z"), new UUID(0, 0));
    }
}
