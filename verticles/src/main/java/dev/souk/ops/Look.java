package dev.souk.ops;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One look at a part for all callers: callers that ask while a look is under way wait for it, and its result is shown
 * until it is old. For one context.
 *
 * @param <T> type of the result
 */
final class Look<T> {
    private final long freshNanos;
    private final Supplier<Future<T>> looking;
    private @Nullable Future<T> last;
    private long seenAt;

    /**
     * @param fresh how long a look is shown
     * @param looking ends within bounds
     */
    Look(Duration fresh, Supplier<Future<T>> looking) {
        this.freshNanos = fresh.toNanos();
        this.looking = looking;
    }

    /**
     * @return the result of the last look while it is fresh, else of a new one; fails as the look fails, and a failed
     *     look is not kept
     */
    Future<T> take() {
        Future<T> known = last;
        if (known != null && (!known.isComplete() || System.nanoTime() - seenAt < freshNanos)) {
            return known;
        }
        Future<T> begun = looking.get();
        last = begun;
        begun.onComplete(done -> {
            seenAt = System.nanoTime();
            if (done.failed()) {
                last = null;
            }
        });
        return begun;
    }
}
