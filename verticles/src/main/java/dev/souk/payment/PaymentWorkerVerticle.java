package dev.souk.payment;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.departure.Departures;
import dev.souk.payment.DueWork.Claimed;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Calls the provider for payments and refunds that are due, and writes what came of it. Many payments are in work at once; the
 * calls under way are bounded by {@code payment.concurrency}.
 */
final class PaymentWorkerVerticle extends VerticleBase {
    /** While some payments are called about, others are being written or wait for their token. */
    private static final int IN_WORK_PER_CALL = 8;
    /** Of a backlog every node takes some by chance, so that they do not all want the same. */
    private static final int LOOK_AHEAD = 4;

    private final Settings.Payment settings;
    private final Messaging messaging;
    private final Bus bus;
    private final MeterRegistry metrics;
    private final Handover<Payment> paymentWork;
    private final Handover<Refund> refundWork;
    private final PaymentRepository payments;
    private final RefundRepository refunds = new RefundRepository();
    private HttpPaymentProvider http;
    private GuardedProvider provider;
    private DueWork<Payment> paymentsDue;
    private DueWork<Refund> refundsDue;
    private Departures.Watch departed;

    @SuppressWarnings("NullAway.Init") // what belongs to the context is made in start
    PaymentWorkerVerticle(
            Settings.Payment settings,
            Messaging messaging,
            Bus bus,
            MeterRegistry metrics,
            Handover<Payment> paymentWork,
            Handover<Refund> refundWork) {
        this.settings = settings;
        this.messaging = messaging;
        this.payments = new PaymentRepository(messaging.node());
        this.bus = bus;
        this.metrics = metrics;
        this.paymentWork = paymentWork;
        this.refundWork = refundWork;
    }

    @Override
    public Future<?> start() {
        http = new HttpPaymentProvider(
                vertx, settings.providerUrl(), settings.concurrency(), settings.providerTimeout());
        provider = new GuardedProvider(vertx, metrics, http, settings.concurrency(), settings.providerTimeout());
        paymentsDue = new DueWork<>(
                vertx,
                metrics,
                "payments",
                () -> provider.worthTaking(settings.concurrency() * IN_WORK_PER_CALL),
                settings.sweepEvery(),
                Payment::orderId,
                this::claimPayments,
                paymentDesk()::work);
        refundsDue = new DueWork<>(
                vertx,
                metrics,
                "refunds",
                () -> provider.worthTaking(settings.concurrency()),
                settings.sweepEvery(),
                Refund::id,
                this::claimRefunds,
                refundDesk()::work);
        departed = messaging.whenGone("payment-departed", payments::depart);
        paymentsDue.start();
        refundsDue.start();
        paymentWork.attach(paymentsDue);
        refundWork.attach(refundsDue);
        return Future.succeededFuture();
    }

    private PaymentDesk paymentDesk() {
        StepWriter writer = new StepWriter(
                vertx,
                metrics,
                messaging.factsBehind(),
                messaging.transactionsBehind(),
                payments,
                new StepRepository(messaging.node()));
        TokenSource tokens = new TokenSource(vertx, metrics, bus);
        return new PaymentDesk(
                provider, writer, tokens, settings.lease(), InstantSource.system(), PaymentWorkerVerticle::chance);
    }

    private RefundDesk refundDesk() {
        RefundSettlement settlement = new RefundSettlement(
                messaging.factsBehind(), refunds, InstantSource.system(), PaymentWorkerVerticle::chance);
        return new RefundDesk(
                provider, settlement, messaging.transactionsBehind(), refunds, PaymentWorkerVerticle::chance);
    }

    private static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /** First looks, then claims: a sweep that finds nothing writes nothing, and disturbs nobody. */
    private Future<Claimed<Payment>> claimPayments(int room) {
        TransactionRunner transactions = messaging.transactionsBehind();
        return transactions
                .read("payment-due", client -> payments.due(client, room * LOOK_AHEAD))
                .compose(due -> claim(
                        due,
                        room,
                        some -> transactions.guarded(
                                "payment-claim", tx -> payments.claim(tx, some, settings.lease()))));
    }

    private Future<Claimed<Refund>> claimRefunds(int room) {
        TransactionRunner transactions = messaging.transactionsBehind();
        return transactions
                .read("refund-due", client -> refunds.due(client, room * LOOK_AHEAD))
                .compose(due -> claim(
                        due,
                        room,
                        some -> transactions.guarded("refund-claim", tx -> refunds.claim(tx, some, settings.lease()))));
    }

    private static <T> Future<Claimed<T>> claim(List<UUID> due, int room, Function<List<UUID>, Future<List<T>>> claim) {
        if (due.isEmpty()) {
            return Future.succeededFuture(new Claimed<>(List.of(), false));
        }
        List<UUID> some = new ArrayList<>(due);
        Collections.shuffle(some, ThreadLocalRandom.current());
        boolean more = some.size() > room;
        return claim.apply(more ? some.subList(0, room) : some).map(items -> new Claimed<>(items, more));
    }

    @Override
    public Future<?> stop() {
        departed.end();
        Duration within = settings.providerTimeout().plusSeconds(1);
        return Future.join(paymentsDue.stop(within), refundsDue.stop(within)).onComplete(done -> {
            provider.close();
            http.close();
        });
    }
}
