package dev.souk.messaging;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts Kafka's answers for the events of one call of {@link EventPublisher#publish}, from whatever thread. */
final class Publication {
    private final Context caller;
    private final Promise<Integer> answered = Promise.promise();
    private final AtomicInteger open;
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();

    /** @param caller where {@link #answered()} completes */
    Publication(Context caller, int size) {
        this.caller = caller;
        this.open = new AtomicInteger(size);
    }

    Future<Integer> answered() {
        return answered.future();
    }

    void answer(boolean well) {
        if (well) {
            published.incrementAndGet();
        }
        if (open.decrementAndGet() == 0) {
            caller.runOnContext(last -> answered.complete(published.get()));
        }
    }

    /** One line in the log is enough for an outage. */
    boolean isFirstFailure() {
        return failed.compareAndSet(false, true);
    }
}
