package dev.souk.messaging.consumer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One member of a consumer group: batches are polled on a thread of their own and decided on the context that started
 * this, one batch at a time, fed by all partitions.
 *
 * <pre>
 *  {@link PollLoop} (thread)            {@link BatchProcessor} (event loop)
 *   poll, decode ────────────────────> one transaction, retried until it holds
 *   poll on, all partitions paused      │
 *   commit offsets, resume <────────────┘
 * </pre>
 */
public final class EventConsumer {
    private final Context context;
    private final BatchProcessor processor;
    private final PollLoop loop;
    private final Thread thread;

    public EventConsumer(Vertx vertx, BatchProcessor processor, PollLoop.Options options) {
        this.context = vertx.getOrCreateContext();
        this.processor = processor;
        this.loop = new PollLoop(options, this::process);
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("souk-consumer-" + options.consumer())
                .unstarted(loop);
    }

    public Future<Void> start() {
        thread.start();
        return onContext(loop.subscribed());
    }

    /**
     * Lets the batch in flight end, commits it, and leaves the group: within 5 s. Messages whose batch did not end by
     * then come again to the member that gets their partitions.
     */
    public Future<Void> stop() {
        processor.stop();
        loop.stop();
        return onContext(loop.ended());
    }

    private CompletableFuture<Void> process(List<Received> batch) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(next -> processor.process(batch).onComplete(result -> {
            if (result.succeeded()) {
                done.complete(null);
            } else {
                done.completeExceptionally(result.cause());
            }
        }));
        return done;
    }

    private Future<Void> onContext(CompletableFuture<Void> done) {
        Promise<Void> promise = Promise.promise();
        done.whenComplete((nothing, failure) -> context.runOnContext(next -> {
            if (failure == null) {
                promise.complete();
            } else {
                promise.fail(failure);
            }
        }));
        return promise.future();
    }
}
