package dev.souk.order;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.Topics;
import dev.souk.order.OrderTransitions.Arrival;
import dev.souk.order.OrderTransitions.Outcome;
import dev.souk.order.admission.SettledOrders;
import dev.souk.order.flow.OrderFlow;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.store.OrderRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Brings what stock and payment state to the orders, a poll batch in one transaction. */
public final class OrderEventsVerticle extends VerticleBase {
    private final Bus bus;
    private final Messaging messaging;
    private final OrderTransitions transitions;
    private final OrderFlow flow;
    private SettledOrders settled;
    private EventConsumer consumer;

    @SuppressWarnings("NullAway.Init") // what belongs to the context comes in start
    public OrderEventsVerticle(Bus bus, Messaging messaging, MeterRegistry metrics) {
        this.bus = bus;
        this.messaging = messaging;
        this.transitions = new OrderTransitions(new OrderRepository(), metrics);
        this.flow = new OrderFlow(metrics);
    }

    @Override
    public Future<?> start() {
        settled = new SettledOrders(vertx, bus);
        settled.start();
        return messaging
                .consume("order", Set.of(Topics.STOCK, Topics.PAYMENTS), new PaidAndReserved())
                .onSuccess(running -> consumer = running);
    }

    @Override
    public Future<?> stop() {
        settled.stop();
        return consumer.stop();
    }

    private void tell(Outcome outcome) {
        flow.moved(outcome.changes(), outcome.confirmedAfter());
        settled.count(outcome.changes());
        outcome.changes().forEach(change -> bus.hint(OrderEndpoints.CHANGED, change));
    }

    private final class PaidAndReserved implements EventHandler {
        @Override
        public boolean bearsRepetition() {
            return true;
        }

        @Override
        public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
            List<Arrival> arrivals = events.stream()
                    .map(OrderInputs::of)
                    .filter(Objects::nonNull)
                    .toList();
            return transitions
                    .applyAhead(tx, arrivals)
                    .map(ahead -> new Effects(ahead.outcome().events(), () -> tell(ahead.outcome()), ahead.written()));
        }
    }
}
