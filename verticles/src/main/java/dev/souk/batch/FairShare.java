package dev.souk.batch;

import dev.souk.bus.BusyException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Keeps the requests of one owner from filling a queue for all owners. Each owner has a share at the most of the weight
 * that waits or is being worked on. A request of an owner that has nothing there is let in whatever it weighs. A
 * request beyond the share fails at once with {@link BusyException}, and is counted: {@code souk.batch.unfair{batch}}.
 *
 * <p>Lives on the event loop of the queue. Remembers owners only as long as they have something there.
 */
public final class FairShare<Q, R> {
    private final int share;
    private final Function<Q, String> owner;
    private final ToIntFunction<Q> weight;
    private final Function<Q, Future<R>> queue;
    private final Map<String, Integer> weights = new HashMap<>();
    private final Counter refused;

    /**
     * @param batch name of the queue in metrics
     * @param share weight that one owner may have in the queue
     * @param queue answers each request, in its turn
     */
    public FairShare(
            MeterRegistry metrics,
            String batch,
            int share,
            Function<Q, String> owner,
            ToIntFunction<Q> weight,
            Function<Q, Future<R>> queue) {
        this.share = share;
        this.owner = owner;
        this.weight = weight;
        this.queue = queue;
        this.refused = metrics.counter("souk.batch.unfair", "batch", batch);
    }

    /** @return the queue's answer */
    public Future<R> submit(Q request) {
        String of = owner.apply(request);
        int more = weight.applyAsInt(request);
        Integer there = weights.get(of);
        if (there != null && (long) there + more > share) {
            refused.increment();
            return Future.failedFuture(new BusyException("too many requests of one customer are waiting"));
        }
        weights.merge(of, more, Integer::sum);
        return queue.apply(request).onComplete(done -> weights.merge(of, -more, FairShare::left));
    }

    /** An owner with nothing left is forgotten. */
    @SuppressWarnings("NullAway") // null takes the entry out of the map
    private static Integer left(Integer before, Integer less) {
        int left = before + less;
        return left == 0 ? null : left;
    }

    /** @return owners that have something in the queue */
    int owners() {
        return weights.size();
    }
}
