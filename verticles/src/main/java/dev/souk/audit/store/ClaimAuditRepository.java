package dev.souk.audit.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** The audit's SQL of idempotency claims. Suspects are the ids of what is claimed. */
public final class ClaimAuditRepository {
    /** Claims are kept for 24 hours at least, so an order that is younger has its claim. */
    private static final CheckSql UNKEPT = CheckSql.atOnce("SELECT count(*) FROM idempotency_claim", """
            SELECT k.id, left(string_agg(k.detail, '; ' ORDER BY k.detail), 500) AS detail
            FROM (
              SELECT c.resource AS id,
                     'key ' || c.key || ' of ' || c.principal || CASE WHEN o.id IS NULL
                       THEN ' made no order' ELSE ' made an order of ' || o.customer END AS detail
              FROM idempotency_claim c
              LEFT JOIN orders o ON o.id::text = c.resource
              WHERE c.route = 'POST /v1/orders' AND (o.id IS NULL OR o.customer <> c.principal)
              UNION ALL
              SELECT c.resource, 'made by ' || count(*)::text || ' keys'
              FROM idempotency_claim c
              WHERE c.route = 'POST /v1/orders'
              GROUP BY c.resource
              HAVING count(*) > 1
              UNION ALL
              SELECT o.id::text, 'made by no key'
              FROM orders o
              WHERE o.created_at > now() - INTERVAL '23 hours'
                AND NOT EXISTS (
                  SELECT 1 FROM idempotency_claim c WHERE c.resource = o.id::text AND c.route = 'POST /v1/orders')
              UNION ALL
              SELECT c.resource, 'key ' || c.key || ' of ' || c.principal || ' made no receipt'
              FROM idempotency_claim c
              WHERE c.route = 'POST /v1/stock/{sku}/receipts'
                AND NOT EXISTS (SELECT 1 FROM stock_receipt r WHERE r.id::text = c.resource)
              UNION ALL
              SELECT c.resource, 'key ' || c.key || ' of ' || c.principal || ' made no refund'
              FROM idempotency_claim c
              WHERE c.route = 'POST /v1/orders/{id}/refunds'
                AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.id::text = c.resource)) AS k
            GROUP BY k.id
            """);

    public Future<Finding> unkept(SqlClient snapshot) {
        return UNKEPT.look(snapshot, Tuple.tuple());
    }
}
