package dev.souk.cart;

import dev.souk.messaging.Messaging;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.Topics;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.Item;
import dev.souk.order.message.OrderEvents.OrderConfirmed;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes out of the carts what confirmed orders bought, a poll batch in one transaction. */
public final class CartEventsVerticle extends VerticleBase {
    private final Messaging messaging;
    private final CartRepository carts = new CartRepository();
    private EventConsumer consumer;

    @SuppressWarnings("NullAway.Init") // the consumer belongs to the context, in start
    public CartEventsVerticle(Messaging messaging) {
        this.messaging = messaging;
    }

    @Override
    public Future<?> start() {
        return messaging
                .consume("cart", Set.of(Topics.ORDERS), new BoughtLines())
                .onSuccess(running -> consumer = running);
    }

    @Override
    public Future<?> stop() {
        return consumer.stop();
    }

    private final class BoughtLines implements EventHandler {
        @Override
        public boolean concerns(String type) {
            return OrderEvents.CONFIRMED.name().equals(type);
        }

        @Override
        public boolean concerns(EventEnvelope event) {
            return event.data().hasNonNull("cartId");
        }

        @Override
        public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
            List<Bought> bought =
                    events.stream().flatMap(CartEventsVerticle::bought).toList();
            return bought.isEmpty()
                    ? Future.succeededFuture(Effects.NONE)
                    : takeOut(tx, bought).map(Effects.NONE);
        }
    }

    private Future<Void> takeOut(SqlConnection tx, List<Bought> bought) {
        Set<UUID> ids = bought.stream().map(Bought::cartId).collect(Collectors.toSet());
        return carts.lock(tx, ids, null).compose(locked -> carts.write(tx, Bought.takenOut(locked.values(), bought)));
    }

    static Stream<Bought> bought(EventEnvelope event) {
        if (!event.is(OrderEvents.CONFIRMED)) {
            return Stream.empty();
        }
        OrderConfirmed order = event.dataOf(OrderEvents.CONFIRMED);
        if (order.cartId() == null || order.cartVersion() == null) {
            return Stream.empty();
        }
        Set<String> skus = order.items().stream().map(Item::sku).collect(Collectors.toSet());
        return Stream.of(new Bought(order.cartId(), order.cartVersion(), skus, event.id()));
    }
}
