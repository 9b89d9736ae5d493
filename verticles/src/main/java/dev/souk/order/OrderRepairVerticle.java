package dev.souk.order;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Decided;
import dev.souk.order.OrderTransitions.Arrival;
import dev.souk.order.OrderTransitions.Outcome;
import dev.souk.order.domain.OrderInput;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderChanged;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.order.message.OrderEndpoints.RecordRepairs;
import dev.souk.order.store.OrderRepository;
import dev.souk.repair.RepairAnswer;
import dev.souk.repair.RepairAnswer.Done;
import dev.souk.repair.RepairQuestion;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Answers the audit's repair questions about orders. Each transaction reads an order again before it changes it. */
public final class OrderRepairVerticle extends VerticleBase {
    private static final String EXPIRED = "expired: it was not settled by its deadline";

    private final Bus bus;
    private final Messaging messaging;
    private final OrderRepository repository = new OrderRepository();
    private final OrderTransitions transitions;

    public OrderRepairVerticle(Bus bus, Messaging messaging, MeterRegistry metrics) {
        this.bus = bus;
        this.messaging = messaging;
        this.transitions = new OrderTransitions(repository, metrics);
    }

    @Override
    public Future<?> start() {
        return Future.join(
                bus.serve(OrderEndpoints.EXPIRE, this::expire),
                bus.serve(OrderEndpoints.RECORD_REPAIR, this::recordRepairs));
    }

    private Future<RepairAnswer> expire(RepairQuestion question) {
        Future<List<UUID>> expired = question.dryRun()
                ? messaging.transactions().run("repair-overdue", tx -> repository.overdue(tx, question.uuids()))
                : change(
                        "repair-expire",
                        tx -> repository
                                .overdue(tx, question.uuids())
                                .compose(overdue -> transitions.apply(
                                        tx,
                                        overdue.stream()
                                                .flatMap(id -> Stream.of(
                                                        arrival(id, new OrderInput.DeadlinePassed()),
                                                        arrival(id, new OrderInput.Repaired(EXPIRED))))
                                                .toList())));
        return expired.map(orders -> RepairAnswer.of(orders.stream()
                .map(id -> new Done(id.toString(), EXPIRED, null))
                .toList()));
    }

    private Future<OrderIds> recordRepairs(RecordRepairs question) {
        List<Arrival> arrivals = question.done().entrySet().stream()
                .map(done -> arrival(done.getKey(), new OrderInput.Repaired(done.getValue())))
                .toList();
        return change("repair-record", tx -> transitions.apply(tx, arrivals)).map(OrderIds::new);
    }

    private static Arrival arrival(UUID id, OrderInput input) {
        return new Arrival(id, input, null, null);
    }

    /** @return the orders that changed */
    private Future<List<UUID>> change(String name, Function<SqlConnection, Future<Outcome>> work) {
        return messaging
                .facts()
                .commit(name, tx -> work.apply(tx).map(outcome -> new Decided<>(outcome.changes(), outcome.events())))
                .map(changes -> {
                    changes.forEach(change -> bus.hint(OrderEndpoints.CHANGED, change));
                    return changes.stream()
                            .map(OrderChanged::orderId)
                            .distinct()
                            .toList();
                });
    }
}
