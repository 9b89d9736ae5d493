package dev.souk.audit;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * Invariant 2: an order that is confirmed (also shipped, delivered, refunded) has exactly one COMMITTED reservation for
 * each SKU, of as many units as its lines of that SKU sum up to, and no other. Between the confirmation and its arrival at
 * stock they are HELD.
 */
final class ConfirmedOrdersStock implements SettlingCheck {
    private final FulfilmentAuditRepository fulfilment;

    ConfirmedOrdersStock(FulfilmentAuditRepository fulfilment) {
        this.fulfilment = fulfilment;
    }

    @Override
    public String name() {
        return "confirmed-orders-stock";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return fulfilment.withoutStock(snapshots.shop());
    }

    @Override
    public Future<Finding> lookAgain(Snapshots snapshots, Collection<String> ids) {
        return fulfilment.withoutStock(snapshots.shop(), ids);
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.REVIEW_STOCK);
    }
}
