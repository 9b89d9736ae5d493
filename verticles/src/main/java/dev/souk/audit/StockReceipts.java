package dev.souk.audit;

import io.vertx.core.Future;
import java.util.List;

/**
 * Invariant 1: what was received of a SKU is the sum of its receipts, which are written in the same transaction.
 */
final class StockReceipts implements Check {
    private final StockAuditRepository stock;

    StockReceipts(StockAuditRepository stock) {
        this.stock = stock;
    }

    @Override
    public String name() {
        return "stock-receipts";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return stock.notAsReceived(snapshots.shop());
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.RECOUNT_STOCK);
    }
}
