package dev.souk.payment.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/**
 * At most so many calls at once; others wait, first come first served. The caller bounds how many may wait. For one
 * context.
 */
public final class CallSlots {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    public CallSlots(int slots) {
        this.free = slots;
    }

    public <T> Future<T> run(Supplier<Future<T>> call) {
        if (free > 0) {
            return begin(call);
        }
        Promise<T> answer = Promise.promise();
        waiting.add(() -> begin(call).onComplete(answer));
        return answer.future();
    }

    public int waiting() {
        return waiting.size();
    }

    private <T> Future<T> begin(Supplier<Future<T>> call) {
        free--;
        Future<T> running;
        try {
            running = call.get();
        } catch (RuntimeException defect) {
            running = Future.failedFuture(defect);
        }
        return running.onComplete(done -> {
            free++;
            Runnable next = waiting.poll();
            if (next != null) {
                next.run();
            }
        });
    }
}
