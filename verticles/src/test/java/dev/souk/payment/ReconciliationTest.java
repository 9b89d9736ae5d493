package dev.souk.payment;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.money.Money;
import dev.souk.payment.Reconciliation.Findings;
import dev.souk.payment.Reconciliation.Ours;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.Payment.Sums;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.domain.ProviderAnswer;
import dev.souk.payment.domain.ProviderCall;
import dev.souk.payment.domain.Wanted;
import dev.souk.payment.provider.HttpPaymentProvider;
import dev.souk.payment.provider.PaymentProvider.LedgerEntry;
import dev.souk.payment.store.PaymentRepository;
import dev.souk.payment.store.RefundRepository;
import dev.souk.payment.work.RefundSettlement;
import dev.souk.payment.work.Settlement;
import dev.souk.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(3_600);

    private static Ours ours(long id, PaymentState state, @Nullable Operation calling, Sums sums) {
        Payment payment = new Payment(
                new UUID(0, id),
                new UUID(1, id),
                new Money(500, "GBP"),
                Wanted.CAPTURED,
                state,
                calling,
                0,
                0,
                null,
                sums,
                0,
                null);
        return new Ours(payment, true);
    }

    private static LedgerEntry theirs(long id, long authorised, long captured, long refunded, boolean voided) {
        return new LedgerEntry(new UUID(1, id), "GBP", authorised, captured, refunded, voided, LONG_AGO);
    }

    private static Findings compare(@Nullable Ours ours, @Nullable LedgerEntry theirs) {
        return Reconciliation.compare(
                ours == null ? List.of() : List.of(ours), theirs == null ? List.of() : List.of(theirs), 10, NOW);
    }

    private static boolean agree(PaymentState state, Sums sums, @Nullable LedgerEntry theirs) {
        return compare(ours(1, state, null, sums), theirs).differences().isEmpty();
    }

    @Test
    void booksThatSayTheSameAgree() {
        Sums held = new Sums(500, 0, 0, 0);
        assertThat(agree(PaymentState.NEW, Sums.NONE, null)).isTrue();
        assertThat(agree(PaymentState.DECLINED, Sums.NONE, null)).isTrue();
        assertThat(agree(PaymentState.DECLINED, Sums.NONE, theirs(1, 500, 0, 0, true)))
                .as("it was let go")
                .isTrue();
        assertThat(agree(PaymentState.AUTHORISED, held, theirs(1, 500, 0, 0, false)))
                .isTrue();
        assertThat(agree(PaymentState.CAPTURE_FAILED, held, theirs(1, 500, 0, 0, false)))
                .isTrue();
        assertThat(agree(PaymentState.VOIDED, held, theirs(1, 500, 0, 0, true))).isTrue();
        assertThat(agree(PaymentState.CAPTURED, new Sums(500, 500, 0, 0), theirs(1, 500, 500, 0, false)))
                .isTrue();
        assertThat(agree(PaymentState.CAPTURED, new Sums(500, 500, 200, 100), theirs(1, 500, 500, 200, false)))
                .isTrue();
        assertThat(agree(PaymentState.REFUNDED, new Sums(500, 500, 500, 500), theirs(1, 500, 500, 500, false)))
                .isTrue();
    }

    @Test
    void everyUnitThatDiffersIsFound() {
        Sums held = new Sums(500, 0, 0, 0);
        assertThat(agree(PaymentState.NEW, Sums.NONE, theirs(1, 500, 0, 0, false)))
                .isFalse();
        assertThat(agree(PaymentState.AUTHORISED, held, null)).isFalse();
        assertThat(agree(PaymentState.AUTHORISED, held, theirs(1, 1_000, 0, 0, false)))
                .isFalse();
        assertThat(agree(PaymentState.AUTHORISED, held, theirs(1, 500, 500, 0, false)))
                .isFalse();
        assertThat(agree(PaymentState.VOIDED, held, theirs(1, 500, 0, 0, false)))
                .isFalse();
        assertThat(agree(PaymentState.CAPTURED, new Sums(500, 500, 0, 0), theirs(1, 1_000, 1_000, 0, false)))
                .isFalse();
        assertThat(agree(PaymentState.CAPTURED, new Sums(500, 500, 0, 0), theirs(1, 500, 500, 1, false)))
                .isFalse();
        assertThat(compare(null, theirs(1, 500, 0, 0, false)).differences()).hasSize(1);
    }

    @Test
    void moneyThatIsHeldForADeclinedPaymentIsNoDifferenceForPeople() {
        Findings held = compare(ours(1, PaymentState.DECLINED, null, Sums.NONE), theirs(1, 500, 0, 0, false));
        assertThat(held.heldInVain()).extracting(Payment::id).containsExactly(new UUID(1, 1));
        assertThat(held.differences()).isEmpty();

        Findings taken = compare(ours(1, PaymentState.DECLINED, null, Sums.NONE), theirs(1, 500, 500, 0, false));
        assertThat(taken.heldInVain()).isEmpty();
        assertThat(taken.differences()).hasSize(1);

        Findings orphan = compare(null, theirs(1, 500, 0, 0, false));
        assertThat(orphan.heldInVain()).as("whose is it?").isEmpty();
        assertThat(orphan.differences()).hasSize(1);
    }

    @Test
    void whatMovesIsLeftAloneAndWhatWaitsIsInDoubt() {
        Sums held = new Sums(500, 0, 0, 0);
        Ours moving = new Ours(ours(1, PaymentState.AUTHORISED, null, held).payment(), false);
        LedgerEntry fresh = new LedgerEntry(new UUID(1, 1), "GBP", 500, 0, 0, false, NOW.plusSeconds(1));

        assertThat(compare(moving, null).compared()).isZero();
        assertThat(compare(ours(1, PaymentState.NEW, null, Sums.NONE), fresh).compared())
                .isZero();
        assertThat(compare(ours(1, PaymentState.AUTHORISED, Operation.CAPTURE, held), null)
                        .inDoubt())
                .hasSize(1);
    }

    @Test
    void pagesOfUnequalReachAreComparedUpToTheShorterOne() {
        List<Ours> ours = new ArrayList<>();
        List<LedgerEntry> theirs = new ArrayList<>();
        for (long id = 1; id <= 3; id++) {
            ours.add(ours(id, PaymentState.DECLINED, null, Sums.NONE));
        }
        theirs.add(theirs(2, 0, 0, 0, false));
        theirs.add(theirs(7, 500, 0, 0, false));
        theirs.add(theirs(8, 500, 0, 0, false));

        Findings findings = Reconciliation.compare(ours, theirs, 3, NOW);
        assertThat(findings.upTo()).isEqualTo(new UUID(1, 3));
        assertThat(findings.compared()).isEqualTo(3);
        assertThat(findings.differences()).isEmpty();

        Findings rest = Reconciliation.compare(List.of(), theirs.subList(1, 3), 3, NOW);
        assertThat(rest.upTo()).isNull();
        assertThat(rest.differences()).hasSize(2);
    }

    @Test
    void idsAreOrderedByTheirBytesAsTheDatabasesDo() {
        assertThat(Reconciliation.BY_BYTES.compare(
                        UUID.fromString("f0000000-0000-4000-8000-000000000000"),
                        UUID.fromString("10000000-0000-4000-8000-000000000000")))
                .isPositive();
    }

    /** On a real ledger, the job settles an unknown call that no worker repeats, and finds a theft. */
    @Test
    void theJobSettlesWhatIsUnknownAndCountsWhatDiffers() {
        try (PaymentShop shop = new PaymentShop(Map.of("payment.reconcile-every", "100ms")).deploy()) {
            UUID fine = shop.captured("tok_ok");
            UUID unknown = shop.captured("tok_ok");
            UUID robbed = shop.captured("tok_ok");
            shop.tamper(shop.database.transactions, """
                    UPDATE payment SET state = 'AUTHORISED', calling = 'CAPTURE', captured = 0, seq = 1
                    WHERE order_id = $1
                    """, unknown);
            shop.tamper(
                    shop.ledger,
                    "UPDATE ledger_account SET refunded = 300 WHERE payment = $1",
                    shop.payment(robbed).id());
            String job = reconcile(shop);

            shop.awaitState(unknown, PaymentState.CAPTURED);
            PaymentShop.patiently("the difference is counted")
                    .until(() -> gauge(shop, "souk.payment.differences") == 1);
            assertThat(shop.payment(fine).state()).isEqualTo(PaymentState.CAPTURED);
            assertThat(shop.database.metrics.counter("souk.payment.settled").count())
                    .isEqualTo(1);
            assertThat(gauge(shop, "souk.payment.uncaptured")).isZero();
            await(shop.database.vertx.undeploy(job));
        }
    }

    /** The provider says no, and holds the money all the same: the buyer is not to wait for the hold to lapse. */
    @Test
    void aHoldBehindADeclinedPaymentIsLetGo() {
        try (PaymentShop shop = new PaymentShop(Map.of("payment.reconcile-every", "100ms")).deploy()) {
            UUID order = shop.reserved("tok_declined");
            shop.awaitState(order, PaymentState.DECLINED);
            shop.awaitRest(order);
            UUID taken = shop.reserved("tok_declined");
            shop.awaitState(taken, PaymentState.DECLINED);
            hold(shop, order);
            hold(shop, taken);
            shop.tamper(
                    shop.ledger,
                    "UPDATE ledger_account SET captured = authorised WHERE payment = $1",
                    shop.payment(taken).id());

            String job = reconcile(shop);

            PaymentShop.patiently("the hold is let go")
                    .until(() -> shop.atProvider(order).equals(List.of(PaymentShop.TOTAL.amount(), 0L, 0L, true)));
            PaymentShop.patiently("money that was taken is for people")
                    .until(() -> gauge(shop, "souk.payment.differences") == 1);
            assertThat(shop.payment(order).state()).isEqualTo(PaymentState.DECLINED);
            assertThat(shop.events(order)).containsExactly("payment.declined");
            assertThat(shop.atProvider(taken))
                    .containsExactly(PaymentShop.TOTAL.amount(), PaymentShop.TOTAL.amount(), 0L, false);
            assertThat(shop.database.metrics.counter("souk.payment.released").count())
                    .isEqualTo(1);
            await(shop.database.vertx.undeploy(job));
        }
    }

    /** Holds the money, as a provider does that answers 402 to one attempt and has acted on another. */
    private static void hold(PaymentShop shop, UUID order) {
        UUID payment = shop.payment(order).id();
        HttpPaymentProvider provider = new HttpPaymentProvider(
                shop.database.vertx,
                shop.settings().payment().providerUrl(),
                new Secret(""),
                1,
                Duration.ofSeconds(30));
        CallKey other = new CallKey(payment, Operation.AUTHORISE, 9);
        ProviderAnswer answer =
                await(provider.call(new ProviderCall.Authorise(other, payment, PaymentShop.TOTAL, "tok_ok")));
        provider.close();
        assertThat(answer).isInstanceOf(ProviderAnswer.Succeeded.class);
    }

    private static String reconcile(PaymentShop shop) {
        RefundSettlement refunds =
                new RefundSettlement(shop.messaging.facts(), new RefundRepository(), InstantSource.system(), () -> 0.5);
        Settlement settlement = new Settlement(
                shop.messaging.facts(),
                shop.database.transactions,
                new PaymentRepository(),
                refunds,
                InstantSource.system());
        return await(shop.database.vertx.deployVerticle(new ReconciliationVerticle(
                shop.settings().payment(),
                shop.messaging,
                settlement,
                shop.database.metrics,
                InstantSource.system(),
                Duration.ZERO)));
    }

    private static long uncaptured(PaymentShop shop, Duration age) {
        return await(
                shop.database.transactions.read("test", client -> new PaymentRepository().uncaptured(client, age)));
    }

    private static double gauge(PaymentShop shop, String name) {
        return shop.database.metrics.get(name).gauge().value();
    }

    @Test
    void aConfirmedOrderThatIsNotCapturedIsAnAlarm() {
        try (PaymentShop shop = new PaymentShop(Map.of()).deploy()) {
            UUID order = shop.reserved("tok_ok");
            shop.awaitState(order, PaymentState.AUTHORISED);
            shop.stopSandbox();
            shop.confirm(order);

            PaymentShop.patiently("an alarm").until(() -> uncaptured(shop, Duration.ZERO) == 1);
            assertThat(uncaptured(shop, Duration.ofMinutes(1))).isZero();
            shop.restartSandbox();
            shop.awaitState(order, PaymentState.CAPTURED);
            assertThat(uncaptured(shop, Duration.ZERO)).isZero();
        }
    }

    /** A return is tried for ever; the operator must know that it fails before the buyer asks for the money. */
    @Test
    void moneyThatTheProviderRefusesToGiveBackIsAnAlarm() {
        try (PaymentShop shop = new PaymentShop(Map.of("payment.reconcile-every", "100ms"))) {
            UUID order = UUID.randomUUID();
            shop.tamper(shop.database.transactions, """
                    INSERT INTO payment (order_id, amount, currency, wanted, state, authorized, captured, tries, due_at)
                    VALUES ($1, 500, 'GBP', 3, 'CAPTURED', 500, 500, 8, now() + INTERVAL '30 seconds')
                    """, order);
            shop.tamper(shop.database.transactions, """
                    INSERT INTO refund (id, order_id, amount, currency, status, requested_by, tries, due_at)
                    VALUES (gen_random_uuid(), $1, 1, 'GBP', 'PENDING', 'olga', 9, now())
                    """, order);
            shop.deployOnly(ReconciliationVerticle.class);
            PaymentShop.patiently("an alarm").until(() -> gauge(shop, "souk.payment.failing") == 2);

            shop.tamper(
                    shop.database.transactions,
                    "UPDATE payment SET due_at = NULL, tries = 0 WHERE order_id = $1",
                    order);
            shop.tamper(shop.database.transactions, "UPDATE refund SET tries = 7 WHERE order_id = $1", order);
            PaymentShop.patiently("no alarm").until(() -> gauge(shop, "souk.payment.failing") == 0);
        }
    }
}
