package dev.souk.notification.webhook;

import dev.souk.bus.Bus;
import dev.souk.bus.Json;
import dev.souk.notification.webhook.store.Claimed;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.order.message.OrderView;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The bodies of webhooks: the event, and its order as it is when the attempt is made. */
final class WebhookBodies {
    private final Bus bus;

    private record Body(String type, Instant timestamp, Object data) {}

    private record OrderData(OrderView order, long seq) {}

    private record TestData(UUID webhookId) {}

    WebhookBodies(Bus bus) {
        this.bus = bus;
    }

    /** @return none where there is no such order; fails when it could not be asked about */
    Future<Optional<Buffer>> of(Claimed delivery) {
        UUID order = delivery.orderId();
        if (order == null) {
            return Future.succeededFuture(Optional.of(body(delivery, new TestData(delivery.endpoint()))));
        }
        return bus.askAgain(OrderEndpoints.GET, new GetOrder(order, null)).map(answer -> switch (answer) {
            case Found(OrderView found) -> Optional.of(body(delivery, new OrderData(found, delivery.seq())));
            case NotFound none -> Optional.empty();
        });
    }

    private static Buffer body(Claimed delivery, Object data) {
        return Buffer.buffer(Json.bytes(new Body(delivery.event(), delivery.happenedAt(), data)));
    }
}
