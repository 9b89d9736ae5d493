package dev.souk.order;

import dev.souk.bus.Bus;
import dev.souk.messaging.Decided;
import dev.souk.messaging.Leases;
import dev.souk.messaging.Messaging;
import dev.souk.order.OrderTransitions.Arrival;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Expires orders whose deadline has passed by the database's clock. One node at a time holds the lease to do it. */
public final class OrderDeadlineVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(OrderDeadlineVerticle.class);
    private static final int ORDERS = 500;

    private final Bus bus;
    private final Messaging messaging;
    private final Settings.Order settings;
    private final OrderRepository repository = new OrderRepository();
    private final OrderTransitions transitions;
    private Leases leases;
    private Future<?> round = Future.succeededFuture();
    private boolean stopping;

    @SuppressWarnings("NullAway.Init") // leases belong to the context, in start
    public OrderDeadlineVerticle(Bus bus, Messaging messaging, Settings.Order settings, MeterRegistry metrics) {
        this.bus = bus;
        this.messaging = messaging;
        this.settings = settings;
        this.transitions = new OrderTransitions(repository, metrics);
    }

    @Override
    public Future<?> start() {
        leases = messaging.leases(List.of("order-deadlines"));
        return leases.start().onSuccess(started -> next(false));
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return round.otherwiseEmpty().compose(done -> leases.stop());
    }

    private void next(boolean atOnce) {
        vertx.setTimer(atOnce ? 1 : settings.sweepEvery().toMillis(), tick -> {
            if (!stopping) {
                round = sweep().onFailure(
                                failure -> log.warn("the deadline sweeper begins again: {}", failure.getMessage()))
                        .onComplete(swept -> next(swept.succeeded() && swept.result() == ORDERS));
            }
        });
    }

    private Future<Integer> sweep() {
        if (leases.held().isEmpty()) {
            return Future.succeededFuture(0);
        }
        return repository
                .pastDeadline(messaging.transactions().pool(), ORDERS)
                .compose(ids -> ids.isEmpty() ? Future.succeededFuture(0) : expire(ids));
    }

    private Future<Integer> expire(List<UUID> ids) {
        List<Arrival> arrivals = ids.stream()
                .map(id -> new Arrival(id, new OrderInput.DeadlinePassed(), null, null))
                .toList();
        return messaging
                .facts()
                .commit(
                        "expire-orders",
                        tx -> transitions
                                .apply(tx, arrivals)
                                .map(outcome -> new Decided<>(outcome.changes(), outcome.events())))
                .map(changes -> {
                    changes.forEach(change -> bus.hint(OrderEndpoints.CHANGED, change));
                    return ids.size();
                });
    }
}
