package dev.souk.payment;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Calls the provider for payments that are due, and writes what came of it. Many payments are in work at once; the
 * calls under way are bounded by {@code payment.concurrency}.
 */
final class PaymentWorkerVerticle extends VerticleBase {
    /** While some payments are called about, others are being written or wait for their token. */
    private static final int IN_WORK_PER_CALL = 8;

    private final Settings.Payment settings;
    private final Messaging messaging;
    private final Bus bus;
    private final MeterRegistry metrics;
    private final Handover handover;
    private final PaymentRepository payments = new PaymentRepository();
    private HttpPaymentProvider http;
    private GuardedProvider provider;
    private DueWork<Payment> work;

    @SuppressWarnings("NullAway.Init") // what belongs to the context is made in start
    PaymentWorkerVerticle(
            Settings.Payment settings, Messaging messaging, Bus bus, MeterRegistry metrics, Handover handover) {
        this.settings = settings;
        this.messaging = messaging;
        this.bus = bus;
        this.metrics = metrics;
        this.handover = handover;
    }

    @Override
    public Future<?> start() {
        http = new HttpPaymentProvider(
                vertx, settings.providerUrl(), settings.concurrency(), settings.providerTimeout());
        provider = new GuardedProvider(vertx, metrics, http, settings.concurrency(), settings.providerTimeout());
        StepWriter writer = new StepWriter(
                vertx, metrics, messaging.facts(), messaging.transactions(), payments, new StepRepository());
        PaymentDesk desk = new PaymentDesk(
                provider,
                writer,
                new TokenSource(vertx, metrics, bus),
                settings.lease(),
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextDouble());
        work = new DueWork<>(
                vertx,
                metrics,
                "payments",
                settings.concurrency() * IN_WORK_PER_CALL,
                settings.sweepEvery(),
                Payment::orderId,
                this::claim,
                desk::work);
        work.start();
        handover.attach(work);
        return Future.succeededFuture();
    }

    /** First looks, then claims: a sweep that finds nothing writes nothing, and disturbs nobody. */
    private Future<List<Payment>> claim(int room) {
        return payments.due(messaging.transactions().pool(), room)
                .compose(due -> due.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : messaging
                                .transactions()
                                .run("payment-claim", tx -> payments.claim(tx, due, settings.lease())));
    }

    @Override
    public Future<?> stop() {
        Duration within = settings.providerTimeout().plusSeconds(1);
        return work.stop(within).onComplete(done -> {
            provider.close();
            http.close();
        });
    }
}
