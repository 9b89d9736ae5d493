package dev.souk.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;

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
    public Future<Finding> look(SqlClient snapshot) {
        return orders.unsettled(snapshot);
    }

    @Override
    public Future<Finding> lookAgain(SqlClient snapshot, Collection<String> ids) {
        return orders.unsettled(snapshot, ids);
    }
}
