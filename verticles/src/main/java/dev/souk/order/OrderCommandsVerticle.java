package dev.souk.order;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Decided;
import dev.souk.order.OrderTransitions.Arrival;
import dev.souk.order.OrderTransitions.Outcome;
import dev.souk.order.domain.OrderDecision;
import dev.souk.order.domain.OrderInput;
import dev.souk.order.flow.OrderFlow;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.ChangeOrder;
import dev.souk.order.message.OrderEndpoints.ChangeOutcome;
import dev.souk.order.message.OrderEndpoints.Changed;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.order.message.OrderEndpoints.Refused;
import dev.souk.order.message.OrderView;
import dev.souk.order.store.OrderReadRepository;
import dev.souk.order.store.OrderReadRepository.Owned;
import dev.souk.order.store.OrderRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Cancels, ships and delivers: each in a transaction of its own, answered with the order as it is then. */
public final class OrderCommandsVerticle extends VerticleBase {
    private final Bus bus;
    private final Messaging messaging;
    private final OrderReadRepository reads = new OrderReadRepository();
    private final OrderTransitions transitions;
    private final OrderFlow flow;

    public OrderCommandsVerticle(Bus bus, Messaging messaging, MeterRegistry metrics) {
        this.bus = bus;
        this.messaging = messaging;
        this.transitions = new OrderTransitions(new OrderRepository(), metrics);
        this.flow = new OrderFlow(metrics);
    }

    @Override
    public Future<?> start() {
        return bus.serve(OrderEndpoints.CHANGE, this::change);
    }

    private record Answer(ChangeOutcome outcome, @Nullable Outcome written) {}

    private Future<ChangeOutcome> change(ChangeOrder command) {
        return messaging
                .facts()
                .commit("change-order", tx -> inTransaction(tx, command))
                .map(answer -> {
                    Outcome written = answer.written();
                    if (written != null) {
                        flow.moved(written.changes(), written.confirmedAfter());
                        written.changes().forEach(change -> bus.hint(OrderEndpoints.CHANGED, change));
                    }
                    return answer.outcome();
                });
    }

    private Future<Decided<Answer>> inTransaction(SqlClient tx, ChangeOrder command) {
        return owned(tx, command).compose(before -> {
            if (before == null) {
                return Future.succeededFuture(new Decided<>(new Answer(new NotFound(), null), List.of()));
            }
            return transitions
                    .apply(tx, List.of(arrival(command)))
                    .compose(outcome -> reads.byId(tx, List.of(command.id()))
                            .map(after -> new Decided<>(answer(outcome, after, command.id()), outcome.events())));
        });
    }

    private Future<@Nullable Owned> owned(SqlClient tx, ChangeOrder command) {
        return reads.byId(tx, List.of(command.id())).map(orders -> {
            Owned order = orders.get(command.id());
            return order == null || !order.isSeenBy(command.owner()) ? null : order;
        });
    }

    private static Arrival arrival(ChangeOrder command) {
        OrderInput input = switch (command.change()) {
            case CANCEL ->
                new OrderInput.Cancel(command.owner() == null ? "cancelled_by_operator" : "cancelled_by_buyer");
            case SHIP -> new OrderInput.Ship();
            case DELIVER -> new OrderInput.Deliver();
        };
        return new Arrival(command.id(), input, null, command.traceparent());
    }

    private static Answer answer(Outcome outcome, Map<UUID, Owned> orders, UUID id) {
        Owned owned = orders.get(id);
        OrderDecision decision = outcome.decisions().getFirst();
        if (owned == null || decision == null) {
            return new Answer(new NotFound(), outcome);
        }
        OrderView order = owned.order();
        ChangeOutcome answer = switch (decision) {
            case OrderDecision.Moved moved -> new Changed(order);
            case OrderDecision.AlreadyDone done -> new Changed(order);
            case OrderDecision.Ignored ignored -> new Changed(order);
            case OrderDecision.Refused refused -> new Refused(order.status(), refused.reason());
        };
        return new Answer(answer, outcome);
    }
}
