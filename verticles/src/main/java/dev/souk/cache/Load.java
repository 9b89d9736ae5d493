package dev.souk.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;

/** One load of a key, and the callers that wait for it. */
final class Load<V> {
    private final long begun;
    private final boolean authentic;
    private final Promise<Optional<Entry<V>>> result = Promise.promise();
    private final Promise<Void> late = Promise.promise();

    /**
     * @param begun by the cache's ticker
     * @param authentic whether its result comes from the source, for certain
     */
    Load(long begun, boolean authentic) {
        this.begun = begun;
        this.authentic = authentic;
    }

    boolean isAuthentic() {
        return authentic;
    }

    long begun() {
        return begun;
    }

    void end(Future<Optional<Entry<V>>> loaded) {
        loaded.onComplete(result);
    }

    Future<Optional<Entry<V>>> result() {
        return result.future();
    }

    void runLate() {
        late.tryComplete();
    }

    /** Succeeds when the load takes longer than patience lasts; else never completes. */
    Future<Void> late() {
        return late.future();
    }
}
