package dev.souk.launcher.cli.terminal;

import dev.souk.launcher.cli.ExitCode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Runs something until the thread is interrupted, which is how {@link dev.souk.embedded.process.Termination} tells of
 * Ctrl-C and SIGTERM.
 */
public final class UntilStopped {
    private UntilStopped() {}

    /**
     * @param start fails when it cannot be started
     * @param stop stops the started thing, also when it was still starting
     * @param limit of the stop
     */
    public static <T> int run(Future<T> start, Function<T, Future<Void>> stop, Duration limit)
            throws ExecutionException, TimeoutException {
        try {
            start.toCompletionStage().toCompletableFuture().get();
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            // On a thread of the JDK: a future of the thing's own event loop would not complete when that has ended.
            stop(
                    start.toCompletionStage()
                            .toCompletableFuture()
                            .thenComposeAsync(started -> stop.apply(started).toCompletionStage()),
                    limit);
        }
        return ExitCode.DONE;
    }

    private static void stop(CompletableFuture<Void> stopping, Duration limit)
            throws ExecutionException, TimeoutException {
        try {
            stopping.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }
}
