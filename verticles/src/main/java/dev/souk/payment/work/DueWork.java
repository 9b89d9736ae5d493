package dev.souk.payment.work;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a bounded number of items in work: those offered right after their commit, and those that fell due without
 * being worked on (their node died, they were put off, there was no room).
 *
 * <pre>
 *  offer ──────────────┐
 *                      ├──> in work (bounded, one at a time per id) ──> done
 *  sweep: claim due ───┘          └ offered again meanwhile: worked on once more
 * </pre>
 *
 * <p>An item that fails stays claimed and is swept when its lease has passed. Runs on the context that started it;
 * {@link #offer} and {@link #room} may be called from any thread.
 */
public final class DueWork<T> {
    private static final Logger log = LoggerFactory.getLogger(DueWork.class);

    private final Vertx vertx;
    private final String name;
    private final IntSupplier window;
    private final Duration sweepEvery;
    private final Function<T, UUID> id;
    private final IntFunction<Future<Claimed<T>>> claim;
    private final Function<T, Future<?>> work;
    private final AtomicInteger size = new AtomicInteger();
    private final Map<UUID, Later<T>> inWork = new HashMap<>();
    private volatile @Nullable Context context;
    private Future<?> sweep = Future.succeededFuture();
    private long timer = -1;
    private boolean backlog;
    private volatile boolean stopping;

    /**
     * @param items now this node's
     * @param more there were others, for which there was no room
     */
    public record Claimed<T>(List<T> items, boolean more) {
        public Claimed {
            items = List.copyOf(items);
        }
    }

    /** An item in work, and the newest state of it that was offered since. */
    private static final class Later<T> {
        private @Nullable T item;
    }

    /**
     * @param window most items in work, at this moment; 0 while nothing can be done for any; from any thread
     * @param claim claims due items for this node, at most so many
     * @param work ends when there is nothing more to do for the item now
     */
    public DueWork(
            Vertx vertx,
            MeterRegistry metrics,
            String name,
            IntSupplier window,
            Duration sweepEvery,
            Function<T, UUID> id,
            IntFunction<Future<Claimed<T>>> claim,
            Function<T, Future<?>> work) {
        this.vertx = vertx;
        this.name = name;
        this.window = window;
        this.sweepEvery = sweepEvery;
        this.id = id;
        this.claim = claim;
        this.work = work;
        Gauge.builder("souk.payment.in.work", size, AtomicInteger::get)
                .tag("work", name)
                .register(metrics);
    }

    public void start() {
        context = vertx.getOrCreateContext();
        timer = vertx.setPeriodic(sweepEvery.toMillis(), tick -> sweep());
    }

    /** Takes nothing new in. @return done when what is in work has ended, within {@code within} */
    public Future<Void> stop(Duration within) {
        stopping = true;
        vertx.cancelTimer(timer);
        return sweep.otherwiseEmpty().compose(done -> drained(System.nanoTime() + within.toNanos()));
    }

    private Future<Void> drained(long deadline) {
        if (inWork.isEmpty() || System.nanoTime() > deadline) {
            return Future.succeededFuture();
        }
        return vertx.timer(20).compose(waited -> drained(deadline));
    }

    /** @return how many items more would be taken now */
    int room() {
        return stopping || context == null ? 0 : Math.max(0, window.getAsInt() - size.get());
    }

    /** Takes items that are claimed for this node. */
    void offer(List<T> items) {
        Context home = context;
        if (home != null && !items.isEmpty()) {
            home.runOnContext(here -> items.forEach(this::take));
        }
    }

    /** Looks for due items now. */
    void wake() {
        Context home = context;
        if (home != null) {
            home.runOnContext(here -> sweep());
        }
    }

    /** There are more due items than there was room for: looks for them as soon as there is. */
    void expectMore() {
        Context home = context;
        if (home != null) {
            home.runOnContext(here -> backlog = true);
        }
    }

    private void take(T item) {
        Later<T> busy = inWork.get(id.apply(item));
        if (busy != null) {
            busy.item = item;
        } else if (!stopping) {
            inWork.put(id.apply(item), new Later<>());
            size.incrementAndGet();
            begin(item);
        }
    }

    private void begin(T item) {
        started(item).onComplete(done -> {
            if (done.failed()) {
                log.atWarn()
                        .addKeyValue("work", name)
                        .addKeyValue("id", id.apply(item))
                        .setCause(done.cause())
                        .log("left until its lease has passed");
            }
            end(item);
        });
    }

    private Future<?> started(T item) {
        try {
            return work.apply(item);
        } catch (RuntimeException defect) {
            return Future.failedFuture(defect);
        }
    }

    private void end(T item) {
        UUID key = id.apply(item);
        Later<T> later = inWork.get(key);
        T again = later == null ? null : later.item;
        if (later != null && again != null && !stopping) {
            later.item = null;
            begin(again);
            return;
        }
        inWork.remove(key);
        size.decrementAndGet();
        if (backlog && room() >= size.get()) {
            sweep();
        }
    }

    private void sweep() {
        int room = room();
        if (room == 0 || !sweep.isComplete()) {
            return;
        }
        backlog = false;
        sweep = claim.apply(room)
                .onSuccess(claimed -> {
                    backlog |= claimed.more();
                    claimed.items().forEach(this::take);
                })
                .onFailure(failure -> log.atWarn()
                        .addKeyValue("work", name)
                        .log("due items were not found: {}", failure.getMessage()));
    }
}
