package dev.souk.audit;

import io.vertx.core.Future;
import java.util.List;

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
    public Future<Finding> look(Snapshots snapshots) {
        return stock.unbalanced(snapshots.shop());
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.RECOUNT_STOCK);
    }
}
