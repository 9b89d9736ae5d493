package dev.souk.audit.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** The audit's SQL of counters, receipts and the sums of reservations. Suspects are SKUs. */
public final class StockAuditRepository {
    private static final String SKUS = "SELECT count(*) FROM stock";

    private static final CheckSql BALANCE = CheckSql.atOnce(SKUS, """
            SELECT sku AS id,
                   'received ' || received::text || ', available ' || available::text || ', held ' || held::text
                     || ', sold ' || sold::text AS detail
            FROM stock
            WHERE received <> available + held + sold OR received < 0 OR available < 0 OR held < 0 OR sold < 0
            """);

    private static final CheckSql RECEIPTS = CheckSql.atOnce(SKUS, """
            SELECT coalesce(s.sku, r.sku) AS id,
                   'received ' || coalesce(s.received::text, 'unknown') || ', receipts sum up to '
                     || coalesce(r.quantity, 0)::text AS detail
            FROM stock s
            FULL OUTER JOIN (
              SELECT sku, sum(quantity)::int8 AS quantity FROM stock_receipt GROUP BY sku) AS r ON r.sku = s.sku
            WHERE coalesce(s.received, 0) <> coalesce(r.quantity, 0)
            """);

    private static final CheckSql HELD = CheckSql.atOnce(SKUS, """
            SELECT coalesce(s.sku, r.sku) AS id,
                   'held ' || coalesce(s.held::text, 'unknown') || ', HELD reservations sum up to '
                     || coalesce(r.quantity, 0)::text AS detail
            FROM stock s
            FULL OUTER JOIN (
              SELECT sku, sum(quantity)::int8 AS quantity FROM reservation WHERE state = 'HELD' GROUP BY sku
            ) AS r ON r.sku = s.sku
            WHERE coalesce(s.held, 0) <> coalesce(r.quantity, 0)
            """);

    private static final CheckSql SOLD = CheckSql.atOnce(SKUS, """
            SELECT coalesce(s.sku, r.sku) AS id,
                   'sold ' || coalesce(s.sold::text, 'unknown') || ', COMMITTED reservations sum up to '
                     || coalesce(r.quantity, 0)::text AS detail
            FROM stock s
            FULL OUTER JOIN (
              SELECT sku, sum(quantity)::int8 AS quantity FROM reservation WHERE state = 'COMMITTED' GROUP BY sku
            ) AS r ON r.sku = s.sku
            WHERE coalesce(s.sold, 0) <> coalesce(r.quantity, 0)
            """);

    public Future<Finding> unbalanced(SqlClient snapshot) {
        return BALANCE.look(snapshot, Tuple.tuple());
    }

    public Future<Finding> notAsReceived(SqlClient snapshot) {
        return RECEIPTS.look(snapshot, Tuple.tuple());
    }

    public Future<Finding> notAsHeld(SqlClient snapshot) {
        return HELD.look(snapshot, Tuple.tuple());
    }

    public Future<Finding> notAsSold(SqlClient snapshot) {
        return SOLD.look(snapshot, Tuple.tuple());
    }
}
