package dev.souk.audit.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;

/** The audit's SQL of what an order says of itself, and of orders that others speak of. Suspects are order ids. */
public final class OrderAuditRepository {
    private static final String ORDERS = "SELECT count(*) FROM orders";

    private static final CheckSql UNSETTLED = CheckSql.settling(ORDERS, """
            SELECT o.id::text AS id,
                   o.status || coalesce(', to be settled by ' || o.deadline::text, ' without a deadline') AS detail
            FROM orders o
            WHERE o.status IN ('PENDING', 'RESERVED') AND (o.deadline IS NULL OR o.deadline < now())
              AND ($1::uuid[] IS NULL OR o.id = ANY ($1::uuid[]))
            """);

    private static final String WITHIN_DEADLINE = """
            SELECT count(*) FROM orders o WHERE o.status IN ('PENDING', 'RESERVED') AND o.deadline >= now()
            """;

    private static final CheckSql TOTALS = CheckSql.atOnce(ORDERS, """
            SELECT o.id::text AS id,
                   'total ' || o.total::text || ' ' || o.currency || ', its lines sum up to '
                     || coalesce(l.total, 0)::text
                     || CASE WHEN l.consistent THEN '' ELSE ', and one of them is not its unit price times its quantity'
                        END AS detail
            FROM orders o
            CROSS JOIN LATERAL (
              SELECT sum((e.line -> 'lineTotal' ->> 'amount')::int8)::int8 AS total,
                     coalesce(bool_and(
                       (e.line -> 'lineTotal' ->> 'amount')::int8
                         = (e.line -> 'unitPrice' ->> 'amount')::int8 * (e.line ->> 'quantity')::int8
                       AND e.line -> 'lineTotal' ->> 'currency' = o.currency
                       AND e.line -> 'unitPrice' ->> 'currency' = o.currency), false) AS consistent
              FROM jsonb_array_elements(o.lines) AS e (line)) AS l
            WHERE l.total IS DISTINCT FROM o.total OR NOT l.consistent
            """);

    /** {@code $1}: the lawful steps, {@code before>after}. */
    private static final CheckSql TIMELINES = CheckSql.atOnce(ORDERS, """
            SELECT o.id::text AS id,
                   CASE WHEN t.steps <> o.seq THEN 'has ' || o.seq::text || ' steps, its timeline ' || t.steps::text
                        WHEN NOT coalesce(t.numbered, false) THEN 'its steps are not numbered 1, 2, 3, ...'
                        WHEN NOT coalesce(t.lawful, false) THEN 'a step that no order may take'
                        WHEN t.effects <> t.distinct_effects THEN 'one event took effect twice'
                        ELSE 'is ' || o.status || ', its last step says otherwise' END
                     || ': ' || coalesce(left((
                          SELECT string_agg(s.entry ->> 'status', ' ' ORDER BY (s.entry ->> 'seq')::int8)
                          FROM jsonb_array_elements(o.timeline) AS s (entry)), 300), 'nothing') AS detail
            FROM orders o
            CROSS JOIN LATERAL (
              SELECT count(*) AS steps,
                     bool_and((o.timeline -> (g.n - 1) ->> 'seq')::int8 = g.n) AS numbered,
                     bool_and(
                       (CASE WHEN g.n = 1 THEN '' ELSE o.timeline -> (g.n - 2) ->> 'status' END)
                         || '>' || (o.timeline -> (g.n - 1) ->> 'status') = ANY ($1::text[])) AS lawful,
                     count(o.timeline -> (g.n - 1) ->> 'eventId') AS effects,
                     count(DISTINCT o.timeline -> (g.n - 1) ->> 'eventId') AS distinct_effects
              FROM generate_series(1, jsonb_array_length(o.timeline)) AS g (n)) AS t
            WHERE t.steps <> o.seq OR NOT coalesce(t.numbered, false) OR NOT coalesce(t.lawful, false)
              OR t.effects <> t.distinct_effects
              OR o.timeline -> (o.seq - 1)::int4 ->> 'status' <> o.status
            """);

    private static final CheckSql LOST = CheckSql.atOnce("""
            SELECT (SELECT count(*) FROM (SELECT order_id FROM stock_order UNION SELECT order_id FROM reservation) AS s)
                   + (SELECT count(*) FROM payment)
            """, """
            SELECT k.id, 'unknown, but not to ' || string_agg(DISTINCT k.source, ', ') AS detail
            FROM (
              SELECT s.order_id::text AS id, 'stock' AS source
              FROM stock_order s
              WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = s.order_id)
              UNION ALL
              SELECT r.order_id::text, 'reservations'
              FROM reservation r
              WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = r.order_id)
              UNION ALL
              SELECT p.order_id::text, 'payments'
              FROM payment p
              WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = p.order_id)
              UNION ALL
              SELECT x.key, 'the outbox'
              FROM outbox x
              WHERE x.topic = 'souk.orders' AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id::text = x.key)) AS k
            GROUP BY k.id
            """);

    /** @return as in flight, those that have time left */
    public Future<Finding> unsettled(SqlClient snapshot) {
        return UNSETTLED
                .look(snapshot, CheckSql.everything())
                .compose(finding -> snapshot.preparedQuery(WITHIN_DEADLINE)
                        .execute()
                        .map(rows -> finding.withInFlight(rows.iterator().next().getLong(0))));
    }

    public Future<Finding> unsettled(SqlClient snapshot, Collection<String> ids) {
        return UNSETTLED.lookAgain(snapshot, CheckSql.only(ids));
    }

    public Future<Finding> wrongTotals(SqlClient snapshot) {
        return TOTALS.look(snapshot, Tuple.tuple());
    }

    /** @param lawful steps, {@code before>after} */
    public Future<Finding> wrongTimelines(SqlClient snapshot, List<String> lawful) {
        return TIMELINES.look(snapshot, Tuple.tuple().addArrayOfString(lawful.toArray(String[]::new)));
    }

    public Future<Finding> lost(SqlClient snapshot) {
        return LOST.look(snapshot, Tuple.tuple());
    }
}
