package dev.souk.order;

import dev.souk.bus.Bus;
import dev.souk.messaging.Decided;
import dev.souk.messaging.LeasedRounds;
import dev.souk.messaging.Messaging;
import dev.souk.order.OrderTransitions.Arrival;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.UUID;

/** Expires orders whose deadline has passed by the database's clock. One node at a time holds the lease to do it. */
public final class OrderDeadlineVerticle extends VerticleBase {
    private static final int ORDERS = 500;

    private final Bus bus;
    private final Messaging messaging;
    private final Settings.Order settings;
    private final OrderRepository repository = new OrderRepository();
    private final OrderTransitions transitions;
    private LeasedRounds rounds;

    @SuppressWarnings("NullAway.Init") // the rounds belong to the context, in start
    public OrderDeadlineVerticle(Bus bus, Messaging messaging, Settings.Order settings, MeterRegistry metrics) {
        this.bus = bus;
        this.messaging = messaging;
        this.settings = settings;
        this.transitions = new OrderTransitions(repository, metrics);
    }

    @Override
    public Future<?> start() {
        rounds = messaging.rounds("order-deadlines", settings.sweepEvery(), this::sweep);
        return rounds.start();
    }

    @Override
    public Future<?> stop() {
        return rounds.stop();
    }

    private Future<Boolean> sweep() {
        return messaging
                .transactionsBehind()
                .read("orders-past-deadline", client -> repository.pastDeadline(client, ORDERS))
                .compose(ids -> ids.isEmpty() ? Future.succeededFuture(false) : expire(ids));
    }

    private Future<Boolean> expire(List<UUID> ids) {
        List<Arrival> arrivals = ids.stream()
                .map(id -> new Arrival(id, new OrderInput.DeadlinePassed(), null, null))
                .toList();
        return messaging
                .factsBehind()
                .commit(
                        "expire-orders",
                        tx -> transitions
                                .apply(tx, arrivals)
                                .map(outcome -> new Decided<>(outcome.changes(), outcome.events())))
                .map(changes -> {
                    changes.forEach(change -> bus.hint(OrderEndpoints.CHANGED, change));
                    return ids.size() == ORDERS;
                });
    }
}
