package dev.souk.audit;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * Invariant 4: every accepted order is settled by its deadline. One within its deadline is in flight; one past it has the
 * settle time left, for the sweeper to see it.
 */
final class OrdersSettled implements SettlingCheck {
    private final OrderAuditRepository orders;

    OrdersSettled(OrderAuditRepository orders) {
        this.orders = orders;
    }

    @Override
    public String name() {
        return "orders-settled";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return orders.unsettled(snapshots.shop());
    }

    @Override
    public Future<Finding> lookAgain(Snapshots snapshots, Collection<String> ids) {
        return orders.unsettled(snapshots.shop(), ids);
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.EXPIRE_ORDER);
    }
}
