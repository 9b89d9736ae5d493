package dev.souk.audit;

import io.vertx.core.Future;

/**
 * Invariant 1: what is sold of a SKU is the sum of its COMMITTED reservations.
 */
final class StockSold implements Check {
    private final StockAuditRepository stock;

    StockSold(StockAuditRepository stock) {
        this.stock = stock;
    }

    @Override
    public String name() {
        return "stock-sold";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return stock.notAsSold(snapshots.shop());
    }
}
