package dev.souk.audit;

import io.vertx.core.Future;

/**
 * Invariant 4: every accepted order exists: none that the outbox, stock or payment know of is missing. An order is durable
 * before anybody hears of it.
 */
final class AcceptedOrdersExist implements Check {
    private final OrderAuditRepository orders;

    AcceptedOrdersExist(OrderAuditRepository orders) {
        this.orders = orders;
    }

    @Override
    public String name() {
        return "accepted-orders-exist";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return orders.lost(snapshots.shop());
    }
}
