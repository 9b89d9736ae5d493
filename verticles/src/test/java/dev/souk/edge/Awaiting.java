package dev.souk.edge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for futures on the test's own thread. */
public final class Awaiting {
    private static final int SECONDS = 60;

    private Awaiting() {}

    public static <T> T result(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Asks on a context of its own: no part of a response comes before its handlers are set. */
    static <T> T onContext(Vertx vertx, Supplier<Future<T>> ask) {
        Promise<T> asked = Promise.promise();
        vertx.runOnContext(now -> ask.get().onComplete(asked));
        return result(asked.future());
    }

    /** Waits for the end of the future, whatever its result. */
    static <T> Future<T> completed(Future<T> future) {
        result(future.transform(done -> Future.succeededFuture()));
        return future;
    }

    static @Nullable Throwable failure(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        throw new AssertionError("it did not fail");
    }
}
