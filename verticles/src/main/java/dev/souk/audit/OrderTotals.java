package dev.souk.audit;

import io.vertx.core.Future;

/**
 * What an order costs is the sum of its lines, and each line its unit price times its quantity, all in one currency: what
 * the buyer pays is compared with this total.
 */
final class OrderTotals implements Check {
    private final OrderAuditRepository orders;

    OrderTotals(OrderAuditRepository orders) {
        this.orders = orders;
    }

    @Override
    public String name() {
        return "order-totals";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return orders.wrongTotals(snapshots.shop());
    }
}
