package dev.souk.payment;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.event.Topics;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.OrderConfirmed;
import dev.souk.order.message.OrderEvents.OrderReserved;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.domain.Wanted;
import dev.souk.payment.domain.Wish;
import dev.souk.payment.message.PaymentEvents;
import dev.souk.payment.message.PaymentEvents.PaymentAuthorized;
import dev.souk.payment.message.PaymentEvents.PaymentCaptured;
import dev.souk.payment.store.PaymentRepository;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Payments hear the events of orders, and publish their own, through a real broker. */
class PaymentEventsTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static <T> void say(PaymentShop shop, UUID order, EventType<T> type, T data) {
        NewEvent<T> event = NewEvent.of(type, order.toString(), 1, Instant.now(), TRACE, data);
        await(shop.messaging.facts().commit("test", tx -> Future.succeededFuture(new Decided<>(true, List.of(event)))));
    }

    @Test
    void anOrderIsPaidByEventsAlone() {
        // The worker handles payments handed over to it at once: no sweep helps here.
        try (PaymentShop shop = new PaymentShop(Map.of("payment.sweep-every", "10m"))
                .deployOnly(PaymentWorkerVerticle.class, PaymentEventsVerticle.class)) {
            List<EventEnvelope> heard = new CopyOnWriteArrayList<>();
            UUID order = UUID.randomUUID();
            EventConsumer observer = await(shop.messaging.consume(
                    "observer-" + order,
                    Set.of(Topics.PAYMENTS),
                    (tx, events) -> Future.succeededFuture(new Effects(
                            List.of(),
                            () -> events.stream()
                                    .filter(event -> event.orderId().equals(order))
                                    .forEach(heard::add)))));
            shop.tokens.put(order, "tok_ok");

            say(shop, order, OrderEvents.RESERVED, new OrderReserved(order, PaymentShop.TOTAL));
            PaymentShop.patiently("authorised").until(() -> heard.size() == 1);
            say(
                    shop,
                    order,
                    OrderEvents.CONFIRMED,
                    new OrderConfirmed(order, "alice", PaymentShop.TOTAL, List.of(), null, null));
            PaymentShop.patiently("captured").until(() -> heard.size() == 2);

            assertThat(heard.getFirst().dataOf(PaymentEvents.AUTHORIZED))
                    .isEqualTo(new PaymentAuthorized(order, PaymentShop.TOTAL));
            assertThat(heard.getLast().dataOf(PaymentEvents.CAPTURED))
                    .isEqualTo(new PaymentCaptured(order, PaymentShop.TOTAL));
            assertThat(heard).extracting(EventEnvelope::traceparent).containsOnly(TRACE);
            await(observer.stop());
        }
    }

    /** The node that claimed the work died before it did any: another finds it when the lease has passed. */
    @Test
    void whatADeadNodeClaimedIsTakenOver() {
        try (PaymentShop shop = new PaymentShop(Map.of("payment.lease", "1s"))) {
            UUID order = UUID.randomUUID();
            shop.tokens.put(order, "tok_ok");
            Wish wish = new Wish(order, Wanted.AUTHORISED, PaymentShop.TOTAL, null);
            await(shop.database.transactions.run(
                    "test", tx -> new PaymentRepository().raise(tx, List.of(wish), List.of(Duration.ofSeconds(1)))));
            shop.deploy();
            shop.awaitState(order, PaymentState.AUTHORISED);

            assertThat(shop.atProvider(order)).containsExactly(PaymentShop.TOTAL.amount(), 0L, 0L, false);
        }
    }
}
