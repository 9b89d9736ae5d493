package dev.souk.order;

import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.event.Trace;
import dev.souk.order.domain.OrderChange;
import dev.souk.order.domain.OrderDecision;
import dev.souk.order.domain.OrderDecision.Moved;
import dev.souk.order.domain.OrderDecision.Step;
import dev.souk.order.domain.OrderInput;
import dev.souk.order.domain.OrderMachine;
import dev.souk.order.domain.StoredOrder;
import dev.souk.order.message.OrderEndpoints.OrderChanged;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.TimelineEntry;
import dev.souk.order.store.OrderRepository;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in which orders change after they were placed: lock, decide, write, in the caller's transaction. Used by
 * the event consumer, the commands and the deadline sweeper alike.
 */
final class OrderTransitions {
    private static final Logger log = LoggerFactory.getLogger(OrderTransitions.class);

    /** Of lines that one transaction reads; the events that tell of them, and their JSON, are some times as much. */
    static final long LINES_BYTES = 4 << 20;
    /** Orders that may be as large as they like together. */
    static final int FEW = 4;

    private final OrderRepository repository;
    private final Counter ignored;

    OrderTransitions(OrderRepository repository, MeterRegistry metrics) {
        this.repository = repository;
        this.ignored = metrics.counter("souk.order.inputs.ignored");
    }

    /**
     * An input for an order.
     *
     * @param eventId of the event that brought it, and {@code traceparent} its trace; absent for commands and deadlines
     */
    record Arrival(
            UUID orderId,
            OrderInput input,
            @Nullable UUID eventId,
            @Nullable String traceparent) {}

    /**
     * The outcome of a batch of arrivals.
     *
     * @param decisions one for each arrival, in order; absent where there is no such order
     * @param confirmedAfter how long each order took from its acceptance to {@code CONFIRMED}, of those that got there
     */
    record Outcome(
            List<@Nullable OrderDecision> decisions,
            List<NewEvent<?>> events,
            List<OrderChanged> changes,
            List<Duration> confirmedAfter) {}

    /** The orders of a batch have too many lines to be moved on in one transaction: fewer of them can. */
    static final class TooManyLinesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLinesException(int orders, long bytes) {
            super(orders + " orders with " + bytes + " bytes of lines are too many for one transaction");
        }
    }

    /** Fails with {@link TooManyLinesException} for more than {@value #FEW} orders whose lines a step may tell of. */
    Future<Outcome> apply(SqlClient tx, List<Arrival> arrivals) {
        return applyAhead(tx, arrivals).compose(ahead -> ahead.written().map(ahead.outcome()));
    }

    /** @param written what the outcome takes for granted, still under way */
    record Ahead(Outcome outcome, Future<Void> written) {}

    /** As {@link #apply}, without waiting for the last statements: for callers that send others behind them. */
    Future<Ahead> applyAhead(SqlClient tx, List<Arrival> arrivals) {
        List<UUID> ids = arrivals.stream().map(Arrival::orderId).distinct().toList();
        Future<Instant> now = repository.now(tx);
        List<UUID> withLines = arrivals.stream()
                .filter(arrival -> arrival.input().mayNeedLines())
                .map(Arrival::orderId)
                .distinct()
                .toList();
        Future<Map<UUID, StoredOrder>> locked = withLines.size() <= FEW
                ? repository.lock(tx, ids, withLines)
                : requireRoom(tx, withLines).compose(fits -> repository.lock(tx, ids, withLines));
        return Future.all(now, locked).compose(read -> {
            Fold fold = new Fold(locked.result(), now.result());
            arrivals.forEach(fold::take);
            return Future.succeededFuture(
                    new Ahead(fold.outcome(), repository.update(tx, fold.changes(), now.result())));
        });
    }

    private Future<Void> requireRoom(SqlClient tx, List<UUID> withLines) {
        return repository
                .linesBytes(tx, withLines)
                .compose(bytes -> bytes <= LINES_BYTES
                        ? Future.succeededFuture()
                        : Future.failedFuture(new TooManyLinesException(withLines.size(), bytes)));
    }

    /** An order of the batch as it was read, and what has become of it so far. */
    private static final class Progress {
        private final StoredOrder before;
        private StoredOrder now;
        private final List<TimelineEntry> entries = new ArrayList<>();

        Progress(StoredOrder order) {
            this.before = order;
            this.now = order;
        }

        OrderChange change() {
            return new OrderChange(now, before.state().seq(), entries, !Objects.equals(before.lines(), now.lines()));
        }

        Stream<OrderChanged> hints() {
            return entries.stream().map(entry -> new OrderChanged(now.id(), now.customer(), entry));
        }
    }

    /** Takes the arrivals of a batch one after the other, several for one order too. */
    private final class Fold {
        private final Map<UUID, Progress> orders = new LinkedHashMap<>();
        private final Instant now;
        private final List<@Nullable OrderDecision> decisions = new ArrayList<>();
        private final List<NewEvent<?>> events = new ArrayList<>();
        private final List<Duration> confirmedAfter = new ArrayList<>();

        Fold(Map<UUID, StoredOrder> stored, Instant now) {
            stored.forEach((id, order) -> orders.put(id, new Progress(order)));
            this.now = now;
        }

        void take(Arrival arrival) {
            Progress order = orders.get(arrival.orderId());
            if (order == null) {
                log.atWarn()
                        .addKeyValue("order", arrival.orderId())
                        .log("{} for an order that does not exist", arrival.input());
                decisions.add(null);
                return;
            }
            OrderDecision decision = OrderMachine.decide(order.now.state(), arrival.input());
            decisions.add(decision);
            if (decision instanceof Moved moved) {
                move(arrival, order, moved);
            } else if (decision instanceof OrderDecision.Ignored) {
                ignored.increment();
            }
        }

        private void move(Arrival arrival, Progress order, Moved moved) {
            StoredOrder was = order.now;
            @Nullable String lines = moved.shortages().isEmpty() ? was.lines() : was.linesWith(moved.shortages());
            order.now = was.in(moved.state(), lines);
            String traceparent = arrival.traceparent() == null ? was.traceparent() : arrival.traceparent();
            for (Step step : moved.steps()) {
                NewEvent<?> event = was.eventOf(step, now);
                if (event != null) {
                    events.add(event);
                    if (step.event().equals(OrderEvents.CONFIRMED.name())) {
                        confirmedAfter.add(Duration.between(was.placedAt(), now));
                    }
                }
                UUID eventId = event == null ? arrival.eventId() : event.id();
                order.entries.add(new TimelineEntry(
                        step.seq(), now, step.status(), step.event(), step.reason(), eventId, Trace.idOf(traceparent)));
            }
        }

        private Stream<Progress> changed() {
            return orders.values().stream().filter(order -> !order.entries.isEmpty());
        }

        List<OrderChange> changes() {
            return changed().map(Progress::change).toList();
        }

        Outcome outcome() {
            return new Outcome(
                    decisions, events, changed().flatMap(Progress::hints).toList(), confirmedAfter);
        }
    }
}
