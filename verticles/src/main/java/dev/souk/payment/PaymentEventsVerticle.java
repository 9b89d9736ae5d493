package dev.souk.payment;

import dev.souk.messaging.Messaging;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.event.Topics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Listens to the orders. */
final class PaymentEventsVerticle extends VerticleBase {
    private final Messaging messaging;
    private final EventHandler handler;
    private @Nullable EventConsumer consumer;

    PaymentEventsVerticle(Messaging messaging, EventHandler handler) {
        this.messaging = messaging;
        this.handler = handler;
    }

    @Override
    public Future<?> start() {
        return messaging.consume("payment", Set.of(Topics.ORDERS), handler).onSuccess(running -> consumer = running);
    }

    @Override
    public Future<?> stop() {
        EventConsumer running = consumer;
        return running == null ? Future.succeededFuture() : running.stop();
    }
}
