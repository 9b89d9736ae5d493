package dev.souk.sql;

import dev.souk.bus.BusyException;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares out the connections of a pool: neither what buyers wait for nor what is done behind them may take all of it, however
 * much of it there is. Each lane has at most a share of the pool, and what is beyond that waits in turn: bounded in number and
 * for 3 s, then busy.
 *
 * <p>Safe for several threads. A future completes on the context that it was asked on. Measured by {@code lane}: {@code
 * souk.sql.lane.taken}, {@code souk.sql.lane.waiting}, {@code souk.sql.lane.refused}.
 */
public final class Lanes {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Whom a transaction is for. */
    enum Lane {
        /** Requests, and what looks after things now and then. */
        REQUESTS,
        /** Consumers of events, and what brings events to them. */
        EVENTS
    }

    private final Vertx vertx;
    private final Duration patience;
    private final Map<Lane, Queue> queues = new EnumMap<>(Lane.class);

    private static final class Waiter {
        final Context context;
        final Promise<Void> turn = Promise.promise();
        long timer;

        Waiter(Context context) {
            this.context = context;
        }
    }

    private static final class Queue {
        final int most;
        final int mostWaiting;
        final Counter refused;
        final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
        int taken;

        Queue(int most, int mostWaiting, Counter refused) {
            this.most = most;
            this.mostWaiting = mostWaiting;
            this.refused = refused;
        }

        synchronized int taken() {
            return taken;
        }

        synchronized int waiting() {
            return waiting.size();
        }

        synchronized boolean take() {
            boolean free = taken < most;
            taken += free ? 1 : 0;
            return free;
        }

        /** @return false where too many wait already */
        synchronized boolean await(Waiter waiter) {
            boolean room = waiting.size() < mostWaiting;
            if (room) {
                waiting.add(waiter);
            }
            return room;
        }

        synchronized boolean leave(Waiter waiter) {
            return waiting.remove(waiter);
        }

        /** @return whose turn it is now; absent where nobody waits, and the connection is free */
        synchronized @Nullable Waiter next() {
            Waiter next = waiting.poll();
            taken -= next == null ? 1 : 0;
            return next;
        }
    }

    Lanes(Vertx vertx, MeterRegistry metrics, int most, int mostWaiting, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
        for (Lane lane : Lane.values()) {
            String name = lane.name().toLowerCase(Locale.ROOT);
            Queue queue = new Queue(most, mostWaiting, metrics.counter("souk.sql.lane.refused", "lane", name));
            queues.put(lane, queue);
            Gauge.builder("souk.sql.lane.taken", queue, Queue::taken)
                    .description("connections that the lane has")
                    .tag("lane", name)
                    .register(metrics);
            Gauge.builder("souk.sql.lane.waiting", queue, Queue::waiting)
                    .description("transactions that wait for a connection of their lane")
                    .tag("lane", name)
                    .register(metrics);
        }
    }

    /** Of a pool as {@link SqlPool} opens it. */
    public static Lanes of(Vertx vertx, MeterRegistry metrics, Settings.Sql sql) {
        int most = Math.max(1, sql.poolSize() * sql.laneShare() / 100);
        return new Lanes(vertx, metrics, most, sql.waitQueue(), PATIENCE);
    }

    /**
     * Runs {@code work} when the lane has a connection for it.
     *
     * @return its outcome; fails with {@link BusyException}, and has not begun, where too many wait, or it waited for too long
     */
    <T> Future<T> use(Lane lane, Supplier<Future<T>> work) {
        Queue queue = queue(lane);
        return queue.take() ? begun(queue, work) : inTurn(queue, work);
    }

    private Queue queue(Lane lane) {
        Queue queue = queues.get(lane);
        if (queue == null) {
            throw new IllegalStateException("no lane " + lane);
        }
        return queue;
    }

    private <T> Future<T> begun(Queue queue, Supplier<Future<T>> work) {
        Future<T> outcome;
        try {
            outcome = work.get();
        } catch (RuntimeException thrown) {
            outcome = Future.failedFuture(thrown);
        }
        return outcome.onComplete(done -> give(queue));
    }

    private <T> Future<T> inTurn(Queue queue, Supplier<Future<T>> work) {
        Waiter waiter = new Waiter(vertx.getOrCreateContext());
        if (!queue.await(waiter)) {
            queue.refused.increment();
            return Future.failedFuture(new BusyException("too many transactions wait for a connection"));
        }
        waiter.timer = vertx.setTimer(patience.toMillis(), over -> {
            if (queue.leave(waiter)) {
                queue.refused.increment();
                waiter.turn.fail(new BusyException("no connection became free in time"));
            }
        });
        // One that was given back since it was found taken.
        if (queue.take()) {
            give(queue);
        }
        return waiter.turn.future().compose(turn -> begun(queue, work));
    }

    private void give(Queue queue) {
        Waiter next = queue.next();
        if (next != null) {
            next.context.runOnContext(turn -> {
                vertx.cancelTimer(next.timer);
                next.turn.complete();
            });
        }
    }
}
