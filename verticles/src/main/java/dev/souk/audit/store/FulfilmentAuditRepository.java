package dev.souk.audit.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;

/** The audit's SQL on the stock and the payment of an order, by the order's state. Suspects are order ids. */
public final class FulfilmentAuditRepository {
    private static final String CONFIRMED = """
            SELECT count(*) FROM orders WHERE status IN ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REFUNDED')
            """;

    private static final String ENDED = """
            SELECT count(*) FROM orders WHERE status IN ('REJECTED', 'PAYMENT_FAILED', 'CANCELLED', 'EXPIRED')
            """;

    private static final CheckSql WITHOUT_STOCK = CheckSql.settling(CONFIRMED, """
            SELECT m.order_id::text AS id, left(string_agg(m.detail, '; ' ORDER BY m.detail), 500) AS detail
            FROM (
              SELECT coalesce(w.id, r.order_id) AS order_id,
                     coalesce(w.sku, r.sku) || ': ordered ' || coalesce(w.quantity, 0)::text || ', '
                       || coalesce(r.state || ' ' || r.quantity::text, 'nothing reserved') AS detail
              FROM (
                SELECT o.id, l.sku, l.quantity
                FROM orders o
                CROSS JOIN LATERAL (
                  SELECT e.line ->> 'sku' AS sku, sum((e.line ->> 'quantity')::int8)::int8 AS quantity
                  FROM jsonb_array_elements(o.lines) AS e (line)
                  GROUP BY e.line ->> 'sku') AS l
                WHERE o.status IN ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REFUNDED')
                  AND ($1::uuid[] IS NULL OR o.id = ANY ($1::uuid[]))) AS w
              FULL OUTER JOIN (
                SELECT h.order_id, h.sku, h.quantity, h.state
                FROM reservation h
                JOIN orders o ON o.id = h.order_id
                WHERE o.status IN ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REFUNDED')
                  AND ($1::uuid[] IS NULL OR h.order_id = ANY ($1::uuid[]))) AS r
                ON r.order_id = w.id AND r.sku = w.sku
              WHERE w.quantity IS DISTINCT FROM r.quantity OR r.state <> 'COMMITTED') AS m
            GROUP BY m.order_id
            """);

    /** {@code wanted} 2 is CAPTURED: more would give the money back, less would never take it. */
    private static final CheckSql WITHOUT_PAYMENT = CheckSql.settling(CONFIRMED, """
            SELECT o.id::text AS id,
                   o.status || ' for ' || o.total::text || ' ' || o.currency || ' (authorised ' || o.authorized::text
                     || ', captured ' || o.captured::text || ', refunded ' || o.refunded::text || '), '
                     || CASE WHEN p.order_id IS NULL THEN 'no payment'
                        ELSE 'payment ' || p.state || ' for ' || coalesce(p.amount::text || ' '
                          || p.currency, 'nothing')
                          || ' (authorised ' || p.authorized::text || ', captured ' || p.captured::text
                          || ', refunded ' || p.refunded::text || ', wanted ' || p.wanted::text || ')' END AS detail
            FROM orders o
            LEFT JOIN payment p ON p.order_id = o.id
            WHERE o.status IN ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REFUNDED')
              AND ($1::uuid[] IS NULL OR o.id = ANY ($1::uuid[]))
              AND (p.order_id IS NULL
                OR p.amount IS DISTINCT FROM o.total OR p.currency IS DISTINCT FROM o.currency OR p.wanted <> 2
                OR p.state NOT IN ('AUTHORISED', 'CAPTURED', 'REFUNDED') OR p.authorized <> o.total
                OR p.captured NOT IN (0, o.total)
                OR (p.state = 'AUTHORISED' AND p.captured <> 0) OR (p.state <> 'AUTHORISED' AND p.captured <> o.total)
                OR (o.status <> 'CONFIRMED' AND p.captured <> o.total)
                OR (o.status = 'REFUNDED') <> (p.state = 'REFUNDED') OR (p.state = 'REFUNDED' AND p.refunded <> o.total)
                OR p.authorized <> o.authorized OR p.captured <> o.captured OR p.refunded <> o.refunded)
            """);

    /** A call under way may take money, and so may a payment not wanted back yet ({@code wanted} 3, RETURNED). */
    private static final CheckSql HOLDING = CheckSql.settling(ENDED, """
            SELECT h.order_id::text AS id, left(string_agg(h.detail, '; ' ORDER BY h.detail), 500) AS detail
            FROM (
              SELECT r.order_id, o.status || ' with ' || r.sku || ' ' || r.state || ' ' || r.quantity::text AS detail
              FROM reservation r
              JOIN orders o ON o.id = r.order_id
              WHERE r.state IN ('HELD', 'COMMITTED')
                AND o.status IN ('REJECTED', 'PAYMENT_FAILED', 'CANCELLED', 'EXPIRED')
                AND ($1::uuid[] IS NULL OR r.order_id = ANY ($1::uuid[]))
              UNION ALL
              SELECT p.order_id,
                     o.status || ' with payment ' || p.state || coalesce(' calling ' || p.calling, '')
                       || ' (authorised ' || p.authorized::text || ', captured '
                       || p.captured::text || ', refunded ' || p.refunded::text || ', wanted ' || p.wanted::text || ')'
              FROM payment p
              JOIN orders o ON o.id = p.order_id
              WHERE (p.state IN ('AUTHORISED', 'CAPTURE_FAILED') OR p.calling IS NOT NULL OR p.captured > p.refunded
                  OR p.wanted < 3)
                AND o.status IN ('REJECTED', 'PAYMENT_FAILED', 'CANCELLED', 'EXPIRED')
                AND ($1::uuid[] IS NULL OR p.order_id = ANY ($1::uuid[]))) AS h
            GROUP BY h.order_id
            """);

    public Future<Finding> withoutStock(SqlClient snapshot) {
        return WITHOUT_STOCK.look(snapshot, CheckSql.everything());
    }

    public Future<Finding> withoutStock(SqlClient snapshot, Collection<String> ids) {
        return WITHOUT_STOCK.lookAgain(snapshot, CheckSql.only(ids));
    }

    public Future<Finding> withoutPayment(SqlClient snapshot) {
        return WITHOUT_PAYMENT.look(snapshot, CheckSql.everything());
    }

    public Future<Finding> withoutPayment(SqlClient snapshot, Collection<String> ids) {
        return WITHOUT_PAYMENT.lookAgain(snapshot, CheckSql.only(ids));
    }

    public Future<Finding> holding(SqlClient snapshot) {
        return HOLDING.look(snapshot, CheckSql.everything());
    }

    public Future<Finding> holding(SqlClient snapshot, Collection<String> ids) {
        return HOLDING.lookAgain(snapshot, CheckSql.only(ids));
    }
}
