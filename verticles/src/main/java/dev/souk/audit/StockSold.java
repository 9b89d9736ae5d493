package dev.souk.audit;

import io.vertx.core.Future;
import java.util.List;

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

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.RECOUNT_STOCK);
    }
}
