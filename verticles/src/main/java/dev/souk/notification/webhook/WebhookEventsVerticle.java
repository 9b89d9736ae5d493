package dev.souk.notification.webhook;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.Topics;
import dev.souk.notification.webhook.domain.EventNames;
import dev.souk.notification.webhook.message.WebhookEndpoints;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveriesDue;
import dev.souk.notification.webhook.message.WebhookView;
import dev.souk.notification.webhook.store.DeliveryRepository;
import dev.souk.notification.webhook.store.EndpointRepository;
import dev.souk.notification.webhook.store.NewDelivery;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;

/**
 * Makes a delivery of every event for every endpoint that wants it, a poll batch in one transaction with its inbox
 * rows: an event that is told to be handled has its deliveries, whichever process dies then.
 */
final class WebhookEventsVerticle extends VerticleBase {
    private final Messaging messaging;
    private final Bus bus;
    private final EndpointRepository endpoints = new EndpointRepository();
    private final DeliveryRepository deliveries = new DeliveryRepository();
    private KnownEvents known;
    private EventConsumer consumer;

    @SuppressWarnings("NullAway.Init") // what belongs to the context is made in start
    WebhookEventsVerticle(Messaging messaging, Bus bus) {
        this.messaging = messaging;
        this.bus = bus;
    }

    @Override
    public Future<?> start() {
        known = new KnownEvents(vertx, messaging.transactions());
        known.start();
        return messaging
                .consume("webhooks", Set.of(Topics.ORDERS), new Deliveries())
                .onSuccess(running -> consumer = running);
    }

    @Override
    public Future<?> stop() {
        known.stop();
        return consumer.stop();
    }

    private final class Deliveries implements EventHandler {
        @Override
        public boolean concerns(String type) {
            return known.wants(type);
        }

        @Override
        public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
            return endpoints
                    .active(tx)
                    .compose(active -> deliveries.insert(tx, of(active, events)))
                    .map(WebhookEventsVerticle.this::effects);
        }
    }

    private Effects effects(int made) {
        return made == 0
                ? Effects.NONE
                : new Effects(List.of(), () -> bus.hint(WebhookEndpoints.DUE, new DeliveriesDue(made)));
    }

    /** @return a delivery for each endpoint and each event that it wants */
    static List<NewDelivery> of(List<WebhookView> active, List<EventEnvelope> events) {
        return active.stream()
                .flatMap(endpoint -> events.stream()
                        .filter(event -> EventNames.wants(endpoint.events(), event.type()))
                        .map(event -> new NewDelivery(
                                endpoint.id(), event.id(), event.type(), event.orderId(), event.seq(), event.time())))
                .toList();
    }
}
