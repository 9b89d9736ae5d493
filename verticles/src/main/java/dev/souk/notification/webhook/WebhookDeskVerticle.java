package dev.souk.notification.webhook;

import dev.souk.bus.Bus;
import dev.souk.notification.webhook.message.WebhookEndpoints;
import dev.souk.notification.webhook.message.WebhookEndpoints.Created;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookFound;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * Answers the questions of operators about endpoints. A new endpoint, or one with other events now, is answered for
 * once every node knows of it: events that happen after the answer are delivered.
 */
final class WebhookDeskVerticle extends VerticleBase {
    private final Bus bus;
    private final WebhookDesk desk;

    WebhookDeskVerticle(Bus bus, WebhookDesk desk) {
        this.bus = bus;
        this.desk = desk;
    }

    @Override
    public Future<?> start() {
        return Future.all(
                Future.all(
                        bus.serve(
                                WebhookEndpoints.CREATE,
                                command -> desk.create(command).compose(this::whenKnown)),
                        bus.serve(
                                WebhookEndpoints.REPLACE,
                                command -> desk.replace(command).compose(this::whenKnown)),
                        bus.serve(WebhookEndpoints.DELETE, desk::delete)),
                Future.all(
                        bus.serve(WebhookEndpoints.GET, desk::get),
                        bus.serve(WebhookEndpoints.LIST, desk::list),
                        bus.serve(WebhookEndpoints.ROTATE, desk::rotate)));
    }

    private <T> Future<T> whenKnown(T outcome) {
        return outcome instanceof Created || outcome instanceof WebhookFound
                ? vertx.timer(KnownEvents.KNOWN_FOR.toMillis()).map(outcome)
                : Future.succeededFuture(outcome);
    }
}
