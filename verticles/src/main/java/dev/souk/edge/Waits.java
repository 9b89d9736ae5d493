package dev.souk.edge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Time limits for futures that another event loop completes: the waiting one goes on. */
public final class Waits {
    private Waits() {}

    /** @return whichever comes first on this context: the result, or a {@link TimeoutException} */
    public static <T> Future<T> within(Vertx vertx, Future<T> other, Duration limit) {
        Promise<T> promise = Promise.promise();
        var context = vertx.getOrCreateContext();
        long timer = vertx.setTimer(limit.toMillis(), late -> promise.tryFail(new TimeoutException()));
        other.onComplete(done -> context.runOnContext(now -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                promise.tryComplete(done.result());
            } else {
                promise.tryFail(done.cause());
            }
        }));
        return promise.future();
    }
}
