package dev.souk.audit;

import io.vertx.core.Future;
import java.util.List;

/**
 * Invariant 1: what is held of a SKU is the sum of its HELD reservations. More of it is stock that nobody can buy; less
 * would be sold twice.
 */
final class StockHeld implements Check {
    private final StockAuditRepository stock;

    StockHeld(StockAuditRepository stock) {
        this.stock = stock;
    }

    @Override
    public String name() {
        return "stock-held";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return stock.notAsHeld(snapshots.shop());
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.RECOUNT_STOCK);
    }
}
