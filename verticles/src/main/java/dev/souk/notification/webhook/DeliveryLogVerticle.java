package dev.souk.notification.webhook;

import dev.souk.bus.Bus;
import dev.souk.notification.webhook.message.WebhookEndpoints;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Answers the questions of operators about deliveries. */
final class DeliveryLogVerticle extends VerticleBase {
    private final Bus bus;
    private final DeliveryLog log;

    DeliveryLogVerticle(Bus bus, DeliveryLog log) {
        this.bus = bus;
        this.log = log;
    }

    @Override
    public Future<?> start() {
        return Future.all(
                bus.serve(WebhookEndpoints.DELIVERIES, log::list),
                bus.serve(WebhookEndpoints.TEST, log::test),
                bus.serve(WebhookEndpoints.REDELIVER, log::redeliver));
    }
}
