package dev.souk.order.admission;

import dev.souk.bus.Bus;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.BacklogFull;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether one more order is accepted: not when so many wait that it would miss its deadline, at the rate at
 * which orders are being settled ({@link BacklogBound}). The number of those that wait is counted in the database about
 * once a second, and less often where a count takes long: it never takes more than a twentieth of the time. Each node
 * adds what it takes in between; of several nodes each may exceed the bound by what the others take in that time.
 *
 * <p>While the database does not answer, the last count holds, and nothing more is taken anyway. A hint that is lost
 * makes the rate too low, and the bound with it, for some seconds.
 *
 * <p>Lives on one event loop. Measured: {@code souk.order.backlog}, {@code souk.order.backlog.bound} (both 0 before the
 * first count), {@code souk.order.drain} (orders a second, of all nodes).
 */
public final class Admission {
    private static final Logger log = LoggerFactory.getLogger(Admission.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** A count takes at most one part of so many of the time. */
    private static final int PARTS = 20;
    /** A longer backlog counts as one of this length. */
    private static final long MOST = 1_000_000;

    private final Vertx vertx;
    private final Bus bus;
    private final TransactionRunner transactions;
    private final BacklogRepository repository = new BacklogRepository();
    private final BacklogBound bound;
    private final DrainRate drain = new DrainRate();
    private final Waiting waiting = new Waiting();
    private final AtomicLong shownWaiting = new AtomicLong();
    private final AtomicLong shownBound = new AtomicLong();
    private final AtomicLong shownDrain = new AtomicLong();
    private long timer = -1;
    private boolean stopped;

    /** Call on the event loop that it is to live on. */
    public Admission(
            Vertx vertx, Bus bus, TransactionRunner transactions, Settings.Order settings, MeterRegistry metrics) {
        this.vertx = vertx;
        this.bus = bus;
        this.transactions = transactions;
        this.bound = new BacklogBound(settings.deadline(), settings.backlogShare(), settings.backlogFree());
        Gauge.builder("souk.order.backlog", shownWaiting, AtomicLong::get)
                .description("orders that are accepted and not settled")
                .register(metrics);
        Gauge.builder("souk.order.backlog.bound", shownBound, AtomicLong::get)
                .description("orders that may be so before new ones are refused")
                .register(metrics);
        Gauge.builder("souk.order.drain", shownDrain, AtomicLong::get)
                .description("orders that all nodes settle in a second")
                .register(metrics);
    }

    /** @return done when this node hears what others settle; the first count is under way */
    public Future<Void> start() {
        return bus.listen(OrderEndpoints.SETTLED, hint -> drain.add(hint.orders(), System.nanoTime()))
                .onSuccess(listening -> count());
    }

    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /**
     * Lets an order be taken, and counts it until the next look at the database sees it; or has it refused.
     *
     * @param take takes it; must not throw
     * @param refuse answers it otherwise
     * @return what came of the one or the other
     */
    public Future<PlaceOutcome> admit(
            Supplier<Future<PlaceOutcome>> take, Function<BacklogFull, Future<PlaceOutcome>> refuse) {
        OptionalInt retryAfter = bound.retryAfter(waiting.orders(), drain.perSecond(System.nanoTime()));
        if (retryAfter.isPresent()) {
            return refuse.apply(new BacklogFull(retryAfter.getAsInt()));
        }
        waiting.begin();
        return take.get().onComplete(done -> waiting.end(done.result() instanceof Placed placed && !placed.replayed()));
    }

    private void count() {
        long asked = System.nanoTime();
        waiting.asked();
        transactions
                .readOnce("order-backlog", client -> repository.count(client, MOST))
                .onSuccess(waiting::counted)
                .onFailure(failure -> log.atWarn().log("the backlog was not counted: {}", failure.getMessage()))
                .onComplete(done -> {
                    show();
                    again(Duration.ofNanos(System.nanoTime() - asked));
                });
    }

    private void show() {
        double perSecond = drain.perSecond(System.nanoTime());
        shownWaiting.set(waiting.orders());
        shownBound.set(bound.most(perSecond));
        shownDrain.set(Math.round(perSecond));
    }

    private void again(Duration took) {
        if (!stopped) {
            long pause = Math.max(EVERY.toMillis(), took.toMillis() * (PARTS - 1));
            timer = vertx.setTimer(pause, over -> count());
        }
    }
}
