package dev.souk.ops;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One look at something for all who ask: while one is under way the others wait for it, and what it showed is shown
 * until it is old. For one context.
 *
 * @param <T> what is seen
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

    /** @return what was seen a moment ago or is seen now; fails as the look fails, and is then not kept */
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
