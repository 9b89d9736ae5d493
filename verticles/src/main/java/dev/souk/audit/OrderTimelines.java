package dev.souk.audit;

import io.vertx.core.Future;
import java.util.List;

/**
 * An order's timeline is whole and lawful: steps 1 to {@code seq}, each from a state to one that the table of states
 * allows, the last the order's own, and no event taking effect in it twice (invariant 5).
 */
final class OrderTimelines implements Check {
    private static final List<String> LAWFUL = OrderSteps.lawful();

    private final OrderAuditRepository orders;

    OrderTimelines(OrderAuditRepository orders) {
        this.orders = orders;
    }

    @Override
    public String name() {
        return "order-timelines";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return orders.wrongTimelines(snapshots.shop(), LAWFUL);
    }
}
