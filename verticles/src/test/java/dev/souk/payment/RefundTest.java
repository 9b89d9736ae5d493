package dev.souk.payment;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.money.Money;
import dev.souk.order.message.OrderStatus;
import dev.souk.payment.domain.NextStep;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.PaymentMachine;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.domain.ProviderAnswer;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.RefundAccepted;
import dev.souk.payment.message.PaymentEndpoints.RefundKeyReused;
import dev.souk.payment.message.PaymentEndpoints.RefundNotAllowed;
import dev.souk.payment.message.PaymentEndpoints.RefundOrder;
import dev.souk.payment.message.PaymentEndpoints.RefundOutcome;
import dev.souk.payment.message.PaymentEndpoints.RefundStatus;
import dev.souk.payment.message.PaymentEndpoints.RefundTooMuch;
import dev.souk.payment.message.PaymentEndpoints.RefundUnknownOrder;
import dev.souk.payment.message.PaymentEndpoints.RefundView;
import dev.souk.payment.store.RefundRepository;
import dev.souk.payment.store.StepRepository;
import dev.souk.payment.work.RefundSettlement;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RefundTest {
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

    private static Future<RefundOutcome> ask(UUID order, String key, @Nullable Long amount) {
        return shop.bus.ask(
                PaymentEndpoints.REFUND, new RefundOrder(order, "olga", key, "hash-" + amount, amount, null));
    }

    private static RefundOutcome refund(UUID order, String key, @Nullable Long amount) {
        return await(ask(order, key, amount));
    }

    private static RefundView accepted(RefundOutcome outcome) {
        assertThat(outcome).isInstanceOf(RefundAccepted.class);
        return ((RefundAccepted) outcome).refund();
    }

    private static UUID shipped(String token) {
        UUID order = shop.captured(token);
        shop.statuses.put(order, OrderStatus.SHIPPED);
        return order;
    }

    private static void awaitRefunded(UUID order, long refunded) {
        Awaitility.await("refunded " + refunded)
                .until(() -> shop.payment(order).sums().refunded() == refunded);
    }

    private static RefundStatus status(UUID order, String key, @Nullable Long amount) {
        return accepted(refund(order, key, amount)).status();
    }

    @Test
    void partsAndThenTheRestAreGivenBack() {
        UUID order = shipped("tok_ok");

        RefundView part = accepted(refund(order, "parts-1", 200L));
        assertThat(part.amount()).isEqualTo(new Money(200, "GBP"));
        assertThat(part.orderId()).isEqualTo(order);
        awaitRefunded(order, 200);
        assertThat(shop.payment(order).state()).isEqualTo(PaymentState.CAPTURED);
        assertThat(status(order, "parts-1", 200L)).isEqualTo(RefundStatus.SUCCEEDED);

        assertThat(accepted(refund(order, "parts-2", null)).amount()).isEqualTo(new Money(TOTAL - 200, "GBP"));
        shop.awaitState(order, PaymentState.REFUNDED);
        assertThat(refund(order, "parts-3", null)).isEqualTo(new RefundTooMuch(new Money(0, "GBP")));

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, TOTAL, TOTAL, false);
        assertThat(shop.events(order))
                .containsExactly("payment.authorized", "payment.captured", "payment.refunded", "payment.refunded");
    }

    @Test
    void anUnansweredRefundIsRepeatedUnderTheSameKey() {
        UUID order = shipped("tok_timeout");
        accepted(refund(order, "unanswered", 300L));
        awaitRefunded(order, 300);

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, TOTAL, 300L, false);
        assertThat(shop.keysAtProvider(order))
                .filteredOn(key -> key.startsWith("refund."))
                .hasSize(1);
    }

    @Test
    void theSumIsClaimedAtAcceptanceHoweverManyAskAtOnce() {
        UUID order = shipped("tok_timeout");
        List<Future<RefundOutcome>> asked = IntStream.range(0, 40)
                .mapToObj(i -> ask(order, "key-" + i, 100L))
                .toList();
        List<RefundOutcome> outcomes = asked.stream().map(TestDatabase::await).toList();

        assertThat(outcomes).filteredOn(RefundAccepted.class::isInstance).hasSize(12);
        assertThat(outcomes).filteredOn(RefundTooMuch.class::isInstance).hasSize(28);
        shop.awaitState(order, PaymentState.REFUNDED);
        assertThat(shop.atProvider(order)).containsExactly(TOTAL, TOTAL, TOTAL, false);
    }

    @Test
    void oneKeyIsOneRefundHoweverManySendIt() {
        UUID order = shipped("tok_ok");
        List<Future<RefundOutcome>> asked =
                IntStream.range(0, 50).mapToObj(i -> ask(order, "same", 150L)).toList();
        Set<UUID> ids = new HashSet<>();
        int fresh = 0;
        for (Future<RefundOutcome> one : asked) {
            RefundOutcome outcome = await(one);
            ids.add(accepted(outcome).id());
            fresh += ((RefundAccepted) outcome).replayed() ? 0 : 1;
        }
        awaitRefunded(order, 150);

        assertThat(ids).hasSize(1);
        assertThat(fresh).isEqualTo(1);
        assertThat(shop.payment(order).sums().claimed()).isEqualTo(150);
        assertThat(refund(order, "same", 151L)).isEqualTo(new RefundKeyReused());
        assertThat(refund(shipped("tok_ok"), "same", 150L)).isEqualTo(new RefundKeyReused());
    }

    @Test
    void theOrdersStateDecidesWhetherMoneyMayBeGivenBack() {
        assertThat(refund(UUID.randomUUID(), "a1", 1L)).isEqualTo(new RefundUnknownOrder());

        UUID reserved = shop.reserved("tok_ok");
        shop.awaitState(reserved, PaymentState.AUTHORISED);
        assertThat(refund(reserved, "a2", 1L)).isInstanceOf(RefundNotAllowed.class);

        UUID confirmed = shop.captured("tok_ok");
        assertThat(refund(confirmed, "a3", null)).isInstanceOf(RefundNotAllowed.class);
        assertThat(refund(confirmed, "a4", TOTAL)).isInstanceOf(RefundNotAllowed.class);
        assertThat(refund(confirmed, "a5", TOTAL + 1)).isEqualTo(new RefundTooMuch(PaymentShop.TOTAL));
        assertThat(shop.payment(confirmed).sums().claimed()).isZero();

        UUID cancelled = shop.captured("tok_ok");
        shop.statuses.put(cancelled, OrderStatus.CANCELLED);
        assertThat(refund(cancelled, "a6", 1L)).isInstanceOf(RefundNotAllowed.class);
    }

    @Test
    void aRefusalIsNotRememberedForItsKey() {
        UUID order = shop.captured("tok_ok");
        assertThat(refund(order, "later", null)).isInstanceOf(RefundNotAllowed.class);
        shop.statuses.put(order, OrderStatus.SHIPPED);

        assertThat(accepted(refund(order, "later", null)).amount()).isEqualTo(PaymentShop.TOTAL);
    }

    /** Money that the provider has not got any more: the claim is given free again. */
    @Test
    void aRefundThatTheProviderRefusesFails() {
        UUID order = shipped("tok_ok");
        shop.tamper(
                shop.ledger,
                "UPDATE ledger_account SET refunded = captured WHERE payment = $1",
                shop.payment(order).id());
        accepted(refund(order, "refused", 500L));
        Awaitility.await().until(() -> status(order, "refused", 500L) == RefundStatus.FAILED);

        assertThat(shop.payment(order).sums()).isEqualTo(new Payment.Sums(TOTAL, TOTAL, 0, 0));
        assertThat(shop.events(order)).containsExactly("payment.authorized", "payment.captured");
    }

    @Test
    void aCancelledOrderGetsTheRestBackAfterWhatAnOperatorGave() {
        UUID order = shop.captured("tok_timeout");
        accepted(refund(order, "before-cancel", 450L));
        shop.cancel(order);
        shop.awaitState(order, PaymentState.REFUNDED);
        shop.awaitRest(order);

        assertThat(shop.atProvider(order)).containsExactly(TOTAL, TOTAL, TOTAL, false);
        assertThat(shop.keysAtProvider(order))
                .filteredOn(key -> key.startsWith("refund."))
                .hasSize(2);
    }

    /**
     * A worker looked while the refund was open, and found nothing to do. Before it says so, the refund fails: the
     * amount that the refund claimed has to go back now, and no other worker will come by.
     */
    @Test
    void theRestStaysDueWhenARefundFailsWhileAWorkerLooks() {
        try (PaymentShop still = new PaymentShop(Map.of())) {
            UUID order = UUID.randomUUID();
            UUID refund = UUID.randomUUID();
            still.tamper(still.database.transactions, """
                    INSERT INTO payment (order_id, amount, currency, wanted, state, authorized, captured, claimed, due_at)
                    VALUES ($1, 1200, 'GBP', 3, 'CAPTURED', 1200, 1200, 500, now())
                    """, order);
            await(still.database.transactions.run(
                    "test", tx -> tx.preparedQuery("""
                            INSERT INTO refund (id, order_id, amount, currency, status, requested_by)
                            VALUES ($1, $2, 500, 'GBP', 'PENDING', 'olga')
                            """).execute(Tuple.of(refund, order))));
            Payment seen = still.payment(order);
            assertThat(PaymentMachine.next(seen)).isInstanceOf(NextStep.Rest.class);

            RefundSettlement settlement = new RefundSettlement(
                    still.messaging.facts(), new RefundRepository(), InstantSource.system(), () -> 0.5);
            ProviderAnswer.Refused refused = new ProviderAnswer.Refused(ProviderAnswer.Refusal.FINAL, "refused");
            await(settlement.settle(List.of(new RefundSettlement.Answered(refund, 0, refused))));
            await(still.database.transactions.guarded(
                    "test",
                    tx -> new StepRepository().postpone(tx, List.of(new StepRepository.Change(seen, seen, null)))));

            assertThat(still.isAtRest(order)).isFalse();
        }
    }
}
