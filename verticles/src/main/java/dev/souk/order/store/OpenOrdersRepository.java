package dev.souk.order.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Counts what customers have under way, by the index of orders that are not settled. */
public final class OpenOrdersRepository {
    private static final String COUNT = """
            SELECT c.customer, count(*), sum(o.units)::int8
            FROM unnest($1::text[]) AS c (customer)
            CROSS JOIN LATERAL (
                SELECT (SELECT coalesce(sum((line->>'quantity')::int8), 0)
                  FROM jsonb_array_elements(p.lines) AS line) AS units
                FROM orders p
                WHERE p.customer = c.customer AND p.deadline IS NOT NULL AND p.id <> ALL ($2::uuid[])
                LIMIT $3
            ) AS o
            GROUP BY c.customer
            """;

    /** @param orders that are neither settled nor failed; @param units that they hold or want to */
    public record Open(int orders, long units) {
        public static final Open NONE = new Open(0, 0);

        public Open plus(Open more) {
            return new Open(orders + more.orders, units + more.units);
        }

        public Open minus(Open fewer) {
            return new Open(orders - fewer.orders, units - fewer.units);
        }
    }

    /**
     * One statement.
     *
     * @param but orders that are not counted
     * @param most orders of a customer that are looked at
     * @return nothing of customers without any
     */
    public Future<Map<String, Open>> count(
            SqlClient client, Collection<String> customers, Collection<UUID> but, int most) {
        return client.preparedQuery(COUNT)
                .execute(Tuple.of(customers.toArray(String[]::new), but.toArray(UUID[]::new), (long) most))
                .map(rows -> {
                    Map<String, Open> open = new HashMap<>();
                    rows.forEach(row -> open.put(row.getString(0), new Open(row.getInteger(1), row.getLong(2))));
                    return open;
                });
    }
}
