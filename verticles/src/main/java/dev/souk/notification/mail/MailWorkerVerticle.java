package dev.souk.notification.mail;

import dev.souk.messaging.Messaging;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.event.Topics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Listens to the orders, writes their letters down and sends them. Without a server it only listens. */
final class MailWorkerVerticle extends VerticleBase {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    /** The parts that send letters, while the verticle runs. */
    record Sending(MailWork work, Smtp smtp) {}

    private final Messaging messaging;
    private final Function<Runnable, MailEventHandler> handler;
    private final @Nullable Function<Vertx, Sending> begin;
    private @Nullable Sending sending;
    private @Nullable EventConsumer consumer;

    /**
     * @param handler of the events, given the callback for new letters
     * @param begin makes the parts that send; absent: there is no server
     */
    MailWorkerVerticle(
            Messaging messaging,
            Function<Runnable, MailEventHandler> handler,
            @Nullable Function<Vertx, Sending> begin) {
        this.messaging = messaging;
        this.handler = handler;
        this.begin = begin;
    }

    @Override
    public Future<?> start() {
        Runnable written = () -> {};
        if (begin != null) {
            Sending made = begin.apply(vertx);
            made.work().start();
            sending = made;
            written = made.work()::wake;
        }
        return messaging
                .consume("mail", Set.of(Topics.ORDERS), handler.apply(written))
                .onSuccess(running -> consumer = running);
    }

    @Override
    public Future<?> stop() {
        EventConsumer running = consumer;
        Future<Void> left = running == null ? Future.succeededFuture() : running.stop();
        Sending made = sending;
        return made == null
                ? left
                : left.eventually(() -> made.work().stop(STOP_LIMIT))
                        .eventually(() -> made.smtp().close());
    }
}
