package dev.souk.batch;

import dev.souk.bus.BusyException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: collects requests on one event loop, hands them in batches to one function, and answers each.
 *
 * <pre>
 *  submit ──> queue (bounded, else Busy) ──> batch (by weight or linger) ──> run(List) ──> each caller's answer
 *                                              │ same key: one place, one answer for all
 *                                              └ fails by its content: halves, until the bad one fails alone
 * </pre>
 *
 * <p>Lives on the event loop of its first {@link #submit}; every other one must come from there too. A batch that fails
 * for any reason but its content fails all its callers with that reason.
 */
public final class Batcher<Q, R> {
    private static final Logger log = LoggerFactory.getLogger(Batcher.class);

    private final Vertx vertx;
    private final String name;
    private final BatcherOptions options;
    private final ToIntFunction<Q> weight;
    private final Function<Q, Object> key;
    private final Function<List<Q>, Future<List<R>>> run;
    private final Predicate<Throwable> contentFault;

    private final ArrayDeque<Entry<Q, R>> queue = new ArrayDeque<>();
    private final Map<Object, Entry<Q, R>> waiting = new HashMap<>();
    private final Counter refused;
    private final DistributionSummary sizes;
    private @Nullable Thread eventLoop;
    /** Read by the gauge from other threads, written on the event loop alone. */
    private volatile int queuedWeight;

    /** Written on the event loop alone. */
    private volatile boolean crowded;

    private int inFlight;
    private boolean lingering;
    private boolean scheduled;

    private record Entry<Q, R>(Q request, Object key, int weight, Promise<R> promise) {}

    /**
     * @param name of the metrics: {@code souk.batch.size}, {@code souk.batch.queued}, {@code souk.batch.refused}
     * @param key equal keys inside one batch are one request: the later ones get the first one's answer
     * @param contentFault which failures may be due to one request of the batch, and so are worth splitting for
     * @param run answers every request, in their order
     */
    public Batcher(
            Vertx vertx,
            MeterRegistry metrics,
            String name,
            BatcherOptions options,
            ToIntFunction<Q> weight,
            Function<Q, Object> key,
            Predicate<Throwable> contentFault,
            Function<List<Q>, Future<List<R>>> run) {
        this.vertx = vertx;
        this.name = name;
        this.options = options;
        this.weight = weight;
        this.key = key;
        this.contentFault = contentFault;
        this.run = run;
        this.refused = metrics.counter("souk.batch.refused", "batch", name);
        this.sizes = metrics.summary("souk.batch.size", "batch", name);
        Gauge.builder("souk.batch.queued", this, batcher -> batcher.queuedWeight)
                .tag("batch", name)
                .strongReference(false)
                .register(metrics);
    }

    /** @return the answer; fails with {@link BusyException} at once when the queue is full */
    public Future<R> submit(Q request) {
        requireEventLoop();
        Object requestKey = key.apply(request);
        Entry<Q, R> same = waiting.get(requestKey);
        if (same != null) {
            return same.promise().future();
        }
        int requestWeight = weight.applyAsInt(request);
        if (!queue.isEmpty() && (long) queuedWeight + requestWeight > options.maxQueued()) {
            refused.increment();
            return Future.failedFuture(new BusyException("too many requests are waiting"));
        }
        Entry<Q, R> entry = new Entry<>(request, requestKey, requestWeight, Promise.promise());
        queue.add(entry);
        waiting.put(requestKey, entry);
        queued(requestWeight);
        dispatchSoon();
        return entry.promise().future();
    }

    /** From any thread: whether as many batches run as may, and requests wait behind them. */
    public boolean isCrowded() {
        return crowded;
    }

    /** Two threads at once would lose requests without a trace, so the second one is told. */
    private void requireEventLoop() {
        Thread current = Thread.currentThread();
        if (eventLoop == null) {
            eventLoop = current;
        } else if (eventLoop != current) {
            throw new IllegalStateException(
                    "batch " + name + " lives on " + eventLoop.getName() + ", not on " + current.getName());
        }
    }

    private void queued(int change) {
        queuedWeight = queuedWeight + change;
        crowded = queuedWeight > 0 && inFlight >= options.maxInFlight();
    }

    /** After what this turn of the event loop still brings, so that a burst travels together. */
    private void dispatchSoon() {
        if (!scheduled) {
            scheduled = true;
            vertx.runOnContext(next -> {
                scheduled = false;
                dispatch();
            });
        }
    }

    private void dispatch() {
        while (inFlight < options.maxInFlight() && !queue.isEmpty()) {
            boolean full = queuedWeight >= options.maxWeight();
            boolean patient = inFlight > 0 || !options.eager();
            if (!full && patient && !options.linger().isZero()) {
                linger();
                return;
            }
            start(take());
        }
    }

    /** Requests that came while a batch ran have waited as long as it took: they do not linger as well. */
    private void next() {
        if (inFlight < options.maxInFlight() && !queue.isEmpty()) {
            start(take());
        }
        dispatch();
    }

    private void linger() {
        if (!lingering) {
            lingering = true;
            vertx.setTimer(Math.max(1, options.linger().toMillis()), timer -> {
                lingering = false;
                next();
            });
        }
    }

    private List<Entry<Q, R>> take() {
        List<Entry<Q, R>> batch = new ArrayList<>();
        int batchWeight = 0;
        while (!queue.isEmpty()) {
            Entry<Q, R> next = queue.peek();
            if (!batch.isEmpty() && batchWeight + next.weight() > options.maxWeight()) {
                break;
            }
            queue.remove();
            waiting.remove(next.key());
            queued(-next.weight());
            batchWeight += next.weight();
            batch.add(next);
        }
        return batch;
    }

    private void start(List<Entry<Q, R>> batch) {
        inFlight++;
        queued(0);
        sizes.record(batch.size());
        runWhole(batch).onComplete(done -> {
            inFlight--;
            queued(0);
            next();
        });
    }

    private Future<Void> runWhole(List<Entry<Q, R>> batch) {
        return call(batch).transform(result -> {
            if (result.succeeded()) {
                List<R> answers = result.result();
                for (int i = 0; i < batch.size(); i++) {
                    Promise<R> promise = batch.get(i).promise();
                    R answer = answers.get(i);
                    answer(() -> promise.complete(answer));
                }
                return Future.succeededFuture();
            }
            if (batch.size() > 1 && contentFault.test(result.cause())) {
                int half = batch.size() / 2;
                return runWhole(batch.subList(0, half)).compose(done -> runWhole(batch.subList(half, batch.size())));
            }
            batch.forEach(entry -> answer(() -> entry.promise().fail(result.cause())));
            return Future.succeededFuture();
        });
    }

    /** A caller that throws at its answer must not cost the others theirs. */
    private void answer(Runnable completion) {
        try {
            completion.run();
        } catch (RuntimeException e) {
            log.atError().addKeyValue("batch", name).setCause(e).log("a caller failed at its answer");
        }
    }

    private Future<List<R>> call(List<Entry<Q, R>> batch) {
        try {
            return run.apply(batch.stream().map(Entry::request).toList()).map(answers -> {
                if (answers.size() != batch.size()) {
                    throw new IllegalStateException(answers.size() + " answers to " + batch.size() + " requests");
                }
                return answers;
            });
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
