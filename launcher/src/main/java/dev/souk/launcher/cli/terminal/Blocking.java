package dev.souk.launcher.cli.terminal;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;

/** Waits for a future on the command's own thread, which is no event loop. */
public final class Blocking {
    private Blocking() {}

    /** Throws what the future failed with. */
    public static <T> T get(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
