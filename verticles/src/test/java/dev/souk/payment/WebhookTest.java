package dev.souk.payment;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.order.message.OrderStatus;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.PaymentMachine;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.RefundAccepted;
import dev.souk.payment.message.PaymentEndpoints.RefundOrder;
import dev.souk.payment.message.PaymentEndpoints.RefundOutcome;
import dev.souk.payment.message.PaymentEndpoints.Webhook;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import dev.souk.payment.provider.WebhookSignature;
import dev.souk.payment.store.StepRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Webhooks where nothing else could settle: the worker is away, or the call is not answered. */
class WebhookTest {
    private static PaymentShop shop;

    @BeforeAll
    static void open() {
        // The provider is absent: the webhooks alone settle the payments.
        shop = new PaymentShop(Map.of("payment.sweep-every", "10m"))
                .deployOnly(WebhookVerticle.class, RefundsVerticle.class);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static String body(CallKey key, int status, String code) {
        return "{\"id\":\"" + UUID.randomUUID() + "\",\"key\":\"" + key.text() + "\",\"status\":" + status
                + ",\"code\":\"" + code + "\"}";
    }

    private static WebhookOutcome send(String body) {
        return send(WebhookSignature.sign(PaymentShop.SECRET, Instant.now(), body), body);
    }

    private static WebhookOutcome send(String signature, String body) {
        return await(shop.bus.ask(PaymentEndpoints.WEBHOOK, new Webhook(signature, body)));
    }

    /** @return an order whose payment waits for the answer to that operation */
    private static UUID calling(Operation operation) {
        UUID order = shop.reserved("tok_ok");
        begin(order, Operation.AUTHORISE);
        if (operation != Operation.AUTHORISE) {
            send(body(new CallKey(shop.payment(order).id(), Operation.AUTHORISE, 0), 200, ""));
            shop.confirm(order);
            begin(order, operation);
        }
        return order;
    }

    private static void begin(UUID order, Operation operation) {
        Payment payment = shop.payment(order);
        Payment begun = PaymentMachine.begin(payment.withToken("tok_ok"), operation);
        List<StepRepository.Change> change = List.of(new StepRepository.Change(payment, begun, Duration.ofMinutes(10)));
        List<Payment> held =
                await(shop.database.transactions.run("test", tx -> new StepRepository().begin(tx, change)));
        assertThat(held).hasSize(1);
    }

    @Test
    void aWebhookBeforeTheAnswerIsTheAnswer() {
        UUID order = calling(Operation.CAPTURE);
        send(body(new CallKey(shop.payment(order).id(), Operation.CAPTURE, 0), 200, ""));

        assertThat(shop.payment(order).state()).isEqualTo(PaymentState.CAPTURED);
        assertThat(shop.events(order)).containsExactly("payment.authorized", "payment.captured");
    }

    @Test
    void aRefusalMayComeByWebhookToo() {
        UUID order = calling(Operation.AUTHORISE);
        send(body(new CallKey(shop.payment(order).id(), Operation.AUTHORISE, 0), 402, "card_declined"));

        assertThat(shop.payment(order).state()).isEqualTo(PaymentState.DECLINED);
        assertThat(shop.payment(order).token()).isNull();
        assertThat(shop.events(order)).containsExactly("payment.declined");
    }

    @Test
    void lateAndRepeatedAndForeignWebhooksChangeNothing() {
        UUID order = calling(Operation.CAPTURE);
        UUID payment = shop.payment(order).id();
        send(body(new CallKey(payment, Operation.CAPTURE, 0), 200, ""));
        Payment captured = shop.payment(order);

        assertThat(send(body(new CallKey(payment, Operation.CAPTURE, 0), 200, "")))
                .isEqualTo(WebhookOutcome.ACCEPTED);
        assertThat(send(body(new CallKey(payment, Operation.AUTHORISE, 0), 402, "card_declined")))
                .isEqualTo(WebhookOutcome.ACCEPTED);
        assertThat(send(body(new CallKey(payment, Operation.CAPTURE, 1), 402, "capture_failed")))
                .isEqualTo(WebhookOutcome.ACCEPTED);
        assertThat(send(body(new CallKey(UUID.randomUUID(), Operation.REFUND, 0), 200, "")))
                .isEqualTo(WebhookOutcome.ACCEPTED);
        assertThat(shop.payment(order)).isEqualTo(captured);
        assertThat(shop.events(order)).hasSize(2);
    }

    @Test
    void aWebhookThatIsNotDefiniteSettlesNothing() {
        UUID order = calling(Operation.AUTHORISE);

        assertThat(send(body(new CallKey(shop.payment(order).id(), Operation.AUTHORISE, 0), 500, "")))
                .isEqualTo(WebhookOutcome.ACCEPTED);
        assertThat(shop.payment(order).calling()).isEqualTo(Operation.AUTHORISE);
    }

    @Test
    void aRefundIsSettledByItsWebhook() {
        UUID order = calling(Operation.CAPTURE);
        send(body(new CallKey(shop.payment(order).id(), Operation.CAPTURE, 0), 200, ""));
        shop.statuses.put(order, OrderStatus.DELIVERED);
        RefundOutcome outcome = await(shop.bus.ask(
                PaymentEndpoints.REFUND,
                new RefundOrder(order, "olga", UUID.randomUUID().toString(), "h", 70L, null)));
        CallKey key = new CallKey(((RefundAccepted) outcome).refund().id(), Operation.REFUND, 0);
        send(body(key, 200, ""));
        send(body(key, 200, ""));

        assertThat(shop.payment(order).sums().refunded()).isEqualTo(70);
        assertThat(shop.events(order)).containsExactly("payment.authorized", "payment.captured", "payment.refunded");
    }

    @Test
    void whatIsNotSignedOrNotUnderstoodIsRefused() {
        UUID order = calling(Operation.AUTHORISE);
        String body = body(new CallKey(shop.payment(order).id(), Operation.AUTHORISE, 0), 200, "");

        assertThat(send("", body)).isEqualTo(WebhookOutcome.NOT_SIGNED);
        assertThat(send(WebhookSignature.sign("guess", Instant.now(), body), body))
                .isEqualTo(WebhookOutcome.NOT_SIGNED);
        assertThat(send(WebhookSignature.sign(PaymentShop.SECRET, Instant.now().minusSeconds(301), body), body))
                .isEqualTo(WebhookOutcome.NOT_SIGNED);
        assertThat(send("no json")).isEqualTo(WebhookOutcome.MALFORMED);
        assertThat(send("{\"key\":\"hello\"}")).isEqualTo(WebhookOutcome.MALFORMED);
        String good = body(new CallKey(UUID.randomUUID(), Operation.CAPTURE, 0), 402, "card_declined");
        for (String bad : List.of(
                "/* c */" + good,
                good.replace("{", "{\"status\":200,"),
                good.replace("\"status\":402", "\"status\":402.5"),
                good.replace("\"status\":402", "\"status\":\"402\""),
                good.replace("\"status\":402", "\"status\":null"),
                good.replace("\"status\":402", "\"status\":1e400"),
                good.replace("\"card_declined\"", "1"),
                good.replace("card_declined", "\\ud800"),
                good.replace("card_declined", "\\u0000"),
                good.replace("card_declined", "c".repeat(300)),
                "[" + good + "]")) {
            assertThat(send(bad)).as(bad).isEqualTo(WebhookOutcome.MALFORMED);
        }
        assertThat(shop.payment(order).state()).isEqualTo(PaymentState.NEW);
    }
}
