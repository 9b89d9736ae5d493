package dev.souk.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/**
 * Invariant 1: of every SKU {@code received = available + held + sold}, none of them negative. CHECKs of the database say
 * the same; this sees what was written while they were off.
 */
final class StockBalance implements Check {
    private final StockAuditRepository stock;

    StockBalance(StockAuditRepository stock) {
        this.stock = stock;
    }

    @Override
    public String name() {
        return "stock-balance";
    }

    @Override
    public Future<Finding> look(SqlClient snapshot) {
        return stock.unbalanced(snapshot);
    }
}
