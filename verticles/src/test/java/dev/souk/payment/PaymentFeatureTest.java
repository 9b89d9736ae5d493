package dev.souk.payment;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.event.EventEnvelope;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.OrderConfirmed;
import dev.souk.order.message.OrderEvents.OrderEnded;
import dev.souk.order.message.OrderEvents.OrderReserved;
import dev.souk.order.message.OrderStatus;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.message.CardTokens;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import dev.souk.repair.RepairQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments against the sandbox: every card, every way in which an answer can fail to come. */
class PaymentFeatureTest {
    private static final long TOTAL = PaymentShop.TOTAL.amount();
    private static PaymentShop shop;

    @BeforeAll
    static void open() {
        shop = new PaymentShop(Map.of()).deploy();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tok_ok", "tok_timeout", "tok_slow", "tok_error_once", "tok_webhook_first", "tok_webhook_twice"})
    void everyWillingCardIsAuthorisedAndCapturedOnce(String token) {
        UUID order = shop.reserved(token);
        shop.awaitState(order, PaymentState.AUTHORISED);
        assertThat(shop.payment(order).token()).isNull();
        shop.awaitRest(order);

        shop.confirm(order);
        shop.awaitState(order, PaymentState.CAPTURED);
        shop.awaitRest(order);

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, TOTAL, 0L, false);
        assertThat(shop.keysAtProvider(order)).hasSize(2).allMatch(key -> key.contains(".0."));
        assertThat(shop.events(order)).containsExactly("payment.authorized", "payment.captured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_declined", "tok_insufficient_funds"})
    void aDeclinedCardHoldsNothing(String token) {
        UUID order = shop.reserved(token);
        shop.awaitState(order, PaymentState.DECLINED);
        shop.cancel(order);
        shop.awaitRest(order);

        assertThat(shop.atProvider(order)).isEmpty();
        assertThat(shop.payment(order).token()).isNull();
        assertThat(shop.events(order)).containsExactly("payment.declined");
    }

    @Test
    void aCaptureThatFailsIsToldAndItsHoldIsLetGo() {
        UUID order = shop.confirmed("tok_capture_fails");
        shop.awaitState(order, PaymentState.CAPTURE_FAILED);
        shop.cancel(order);
        shop.awaitState(order, PaymentState.VOIDED);

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, 0L, 0L, true);
        assertThat(shop.events(order))
                .containsExactly("payment.authorized", "payment.capture_failed", "payment.voided");
    }

    @Test
    void anOrderThatEndsAfterItsAuthorisationIsVoided() {
        UUID order = shop.reserved("tok_ok");
        shop.awaitState(order, PaymentState.AUTHORISED);
        shop.cancel(order);
        shop.awaitState(order, PaymentState.VOIDED);

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, 0L, 0L, true);
    }

    @Test
    void anOrderThatEndsAfterItsCaptureIsRefunded() {
        UUID order = shop.captured("tok_timeout");
        shop.cancel(order);
        shop.awaitState(order, PaymentState.REFUNDED);

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, TOTAL, TOTAL, false);
        assertThat(shop.events(order)).containsExactly("payment.authorized", "payment.captured", "payment.refunded");
    }

    /** The authorisation's answer never comes; meanwhile the order expires. It is asked again until it is known. */
    @Test
    void anUnknownAuthorisationIsMadeCertainAndThenVoided() {
        UUID order = shop.reserved("tok_timeout");
        Awaitility.await().until(() -> shop.payment(order).calling() == Operation.AUTHORISE);
        shop.tell(order, OrderEvents.EXPIRED, new OrderEnded(order, "alice", "deadline"));
        shop.awaitState(order, PaymentState.VOIDED);
        shop.awaitRest(order);

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, 0L, 0L, true);
        assertThat(shop.keysAtProvider(order)).hasSize(2);
        assertThat(shop.events(order)).containsExactly("payment.authorized", "payment.voided");
    }

    @Test
    void anOrderThatEndedBeforeItWasReservedLeavesATombstone() {
        UUID order = UUID.randomUUID();
        shop.tokens.put(order, "tok_ok");
        shop.cancel(order);
        shop.awaitRest(order);
        shop.tell(order, OrderEvents.RESERVED, new OrderReserved(order, PaymentShop.TOTAL));
        shop.awaitRest(order);

        assertThat(shop.payment(order).state()).isEqualTo(PaymentState.NEW);
        assertThat(shop.keysAtProvider(order)).isEmpty();
        assertThat(shop.events(order)).isEmpty();
    }

    @Test
    void withoutATokenNothingIsCalledAndAnEndIsTheEnd() {
        UUID order = shop.reserved("tok_ok");
        UUID silent = UUID.randomUUID();
        shop.tell(silent, OrderEvents.RESERVED, new OrderReserved(silent, PaymentShop.TOTAL));
        shop.awaitState(order, PaymentState.AUTHORISED);
        Awaitility.await().until(() -> shop.payment(silent).tries() > 0);
        assertThat(shop.payment(silent).calling()).isNull();
        shop.cancel(silent);
        shop.awaitRest(silent);

        assertThat(shop.payment(silent).state()).isEqualTo(PaymentState.NEW);
        assertThat(shop.keysAtProvider(silent)).isEmpty();
    }

    /** A worker that died between the call and the write of its answer left exactly this row. */
    @Test
    void aCrashBetweenCallAndWriteIsTakenUpUnderTheSameKey() {
        UUID order = shop.confirmed("tok_ok");
        shop.awaitState(order, PaymentState.CAPTURED);
        shop.tamper(shop.database.transactions, """
                UPDATE payment SET state = 'AUTHORISED', calling = 'CAPTURE', captured = 0, seq = 1, due_at = now()
                WHERE order_id = $1
                """, order);
        shop.awaitState(order, PaymentState.CAPTURED);

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, TOTAL, 0L, false);
        assertThat(shop.keysAtProvider(order)).hasSize(2);
        assertThat(shop.events(order)).containsExactly("payment.authorized", "payment.captured");
    }

    @Test
    void webhooksArriveSignedAndChangeNothingTwice() {
        shop.webhooks.clear();
        UUID first = shop.captured("tok_webhook_first");
        UUID twice = shop.captured("tok_webhook_twice");
        Awaitility.await().until(() -> shop.webhooks.size() >= 6);

        assertThat(shop.webhooks).containsOnly(WebhookOutcome.ACCEPTED);
        assertThat(shop.events(first)).containsExactly("payment.authorized", "payment.captured");
        assertThat(shop.events(twice)).containsExactly("payment.authorized", "payment.captured");
        assertThat(shop.database
                        .metrics
                        .counter("souk.payment.webhooks", "outcome", "news")
                        .count())
                .as("a webhook that comes before the answer is what settles")
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void manyOrdersInAnyOrderOfEventsEndAsTheirEventsSay() {
        Random random = new Random(42);
        List<UUID> orders = new ArrayList<>();
        List<EventEnvelope> events = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            UUID order = UUID.randomUUID();
            orders.add(order);
            shop.tokens.put(order, i % 5 == 0 ? "tok_error_once" : "tok_ok");
            EventEnvelope reserved =
                    PaymentShop.event(order, OrderEvents.RESERVED, new OrderReserved(order, PaymentShop.TOTAL));
            EventEnvelope confirmed = PaymentShop.event(
                    order,
                    OrderEvents.CONFIRMED,
                    new OrderConfirmed(order, "alice", PaymentShop.TOTAL, List.of(), null, null));
            EventEnvelope cancelled =
                    PaymentShop.event(order, OrderEvents.CANCELLED, new OrderEnded(order, "alice", "buyer"));
            events.addAll(List.of(reserved, confirmed, reserved, confirmed));
            if (i % 3 == 0) {
                events.addAll(List.of(cancelled, cancelled));
            }
        }
        Collections.shuffle(events, random);
        for (int from = 0; from < events.size(); from += 50) {
            shop.handle(events.subList(from, Math.min(events.size(), from + 50)));
        }
        orders.forEach(shop::awaitRest);

        for (int i = 0; i < orders.size(); i++) {
            UUID order = orders.get(i);
            List<Object> books = shop.atProvider(order);
            if (i % 3 != 0) {
                assertThat(books).containsExactly(TOTAL, TOTAL, 0L, false);
            } else if (!books.isEmpty()) {
                boolean voided = (boolean) books.get(3);
                assertThat(books).containsExactly(TOTAL, voided ? 0L : TOTAL, voided ? 0L : TOTAL, voided);
            }
        }
    }

    @Test
    void aReviewBringsAPaymentInLineWithItsOrder() {
        UUID order = shop.captured("tok_ok");
        // The event of its end went astray.
        shop.statuses.put(order, OrderStatus.CANCELLED);

        assertThat(await(shop.bus.ask(PaymentEndpoints.REVIEW, new RepairQuestion(List.of(order.toString()), false)))
                        .done())
                .singleElement()
                .satisfies(done ->
                        assertThat(done.words()).isEqualTo("RETURNED is wanted of it (was CAPTURED); due now: REFUND"));
        shop.awaitState(order, PaymentState.REFUNDED);
        shop.awaitRest(order);

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, TOTAL, TOTAL, false);
    }

    @Test
    void theTokenIsNowhereButInItsColumnAndOnlyForAWhile() {
        UUID order = shop.captured("tok_ok");
        List<String> payloads = shop.payloads(order);
        assertThat(payloads).hasSize(2).noneMatch(payload -> payload.contains("tok_"));
        assertThat(new CardTokens(shop.settings().payment()).accepts("tok_ok")).isTrue();
        assertThat(new CardTokens(shop.settings().payment()).accepts("tok_other"))
                .isFalse();
    }

    /** The provider is away for a while: the circuit opens, nothing is lost, nothing is done twice. */
    @Test
    void anOutageOfTheProviderIsSatOut() {
        try (PaymentShop other = new PaymentShop(Map.of()).deploy()) {
            other.stopSandbox();
            List<UUID> orders = IntStream.range(0, 60)
                    .mapToObj(i -> other.reserved("tok_ok"))
                    .toList();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> other.database
                                    .metrics
                                    .get("souk.payment.breaker")
                                    .gauge()
                                    .value()
                            == 2);
            other.restartSandbox();
            orders.forEach(order -> other.awaitState(order, PaymentState.AUTHORISED));

            assertThat(orders).allSatisfy(order -> {
                assertThat(other.atProvider(order)).containsExactly(TOTAL, 0L, 0L, false);
                assertThat(other.keysAtProvider(order)).hasSize(1);
            });
        }
    }
}
