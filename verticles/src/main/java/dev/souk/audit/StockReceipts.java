package dev.souk.audit;

import io.vertx.core.Future;

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
}
