package dev.souk.order.admission;

import dev.souk.bus.Bus;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderChanged;
import dev.souk.order.message.OrderEndpoints.SettledLately;
import dev.souk.order.message.OrderEvents;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;

/**
 * Tells all nodes once a second how many orders this one settled. An order that is cancelled or expires is none: that
 * shows nothing of what stock and payment can do. For one context.
 */
public final class SettledOrders {
    private static final long EVERY_MILLIS = 1_000;
    /** Each comes at most once to an order, and only to one that was not settled. */
    private static final Set<String> SETTLING =
            Set.of(OrderEvents.CONFIRMED.name(), OrderEvents.REJECTED.name(), OrderEvents.PAYMENT_FAILED.name());

    private final Vertx vertx;
    private final Bus bus;
    private long orders;
    private long timer = -1;

    /** Call on the event loop that it is to live on. */
    public SettledOrders(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    public void start() {
        timer = vertx.setPeriodic(EVERY_MILLIS, tick -> tell());
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }

    /** Counts the committed changes that settle an order. */
    public void count(List<OrderChanged> changes) {
        for (OrderChanged change : changes) {
            if (SETTLING.contains(change.entry().event())) {
                orders++;
            }
        }
    }

    private void tell() {
        if (orders > 0) {
            bus.hint(OrderEndpoints.SETTLED, new SettledLately(orders));
            orders = 0;
        }
    }
}
