package dev.souk.payment;

import dev.souk.messaging.Leases;
import dev.souk.messaging.Messaging;
import dev.souk.payment.ProviderAnswer.Definite;
import dev.souk.payment.Reconciliation.Findings;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the provider's ledger with the payments, one page at a time, round after round, on one node of the cluster
 * (by lease). What is unknown is looked up and settled; what differs is counted and logged, for people to decide.
 *
 * <p>Metrics: {@code souk.payment.reconciled} (payments compared), {@code souk.payment.settled} (unknowns that it
 * settled), {@code souk.payment.differences} (of the last round), {@code souk.payment.uncaptured} (confirmed orders that
 * wait for their capture for longer than {@code payment.capture-alarm}: an alarm when not 0).
 */
final class ReconciliationVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(ReconciliationVerticle.class);
    private static final String LEASE = "payment-reconciliation";
    private static final int PAGE = 500;

    private final Settings.Payment settings;
    private final Messaging messaging;
    private final PaymentRepository payments = new PaymentRepository();
    private final Settlement settlement;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final Duration quiet;
    private final AtomicLong uncaptured = new AtomicLong();
    private final AtomicLong differences = new AtomicLong();
    private HttpPaymentProvider provider;
    private Leases leases;
    private Future<?> round = Future.succeededFuture();
    private long timer = -1;
    private @Nullable UUID after;
    private long differencesOfRound;

    /** @param quiet a payment that changed less than this ago is not compared */
    @SuppressWarnings("NullAway.Init") // what belongs to the context is made in start
    ReconciliationVerticle(
            Settings.Payment settings,
            Messaging messaging,
            Settlement settlement,
            MeterRegistry metrics,
            InstantSource clock,
            Duration quiet) {
        this.settings = settings;
        this.messaging = messaging;
        this.settlement = settlement;
        this.metrics = metrics;
        this.clock = clock;
        this.quiet = quiet;
    }

    @Override
    public Future<?> start() {
        provider = new HttpPaymentProvider(vertx, settings.providerUrl(), 2, settings.providerTimeout());
        // Whichever node has the lease, it begins somewhere: all places come up equally often.
        after = UUID.randomUUID();
        Gauge.builder("souk.payment.uncaptured", uncaptured, AtomicLong::get).register(metrics);
        Gauge.builder("souk.payment.differences", differences, AtomicLong::get).register(metrics);
        leases = messaging.leases(List.of(LEASE));
        return leases.start()
                .onSuccess(started ->
                        timer = vertx.setPeriodic(settings.reconcileEvery().toMillis(), tick -> tick()));
    }

    @Override
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        return round.otherwiseEmpty().compose(done -> leases.stop()).onComplete(done -> provider.close());
    }

    private void tick() {
        if (!leases.held().contains(LEASE)) {
            uncaptured.set(0);
            differences.set(0);
        } else if (round.isComplete()) {
            round = alarm().compose(done -> page())
                    .onFailure(failure -> log.warn("not reconciled: {}", failure.getMessage()));
        }
    }

    private Future<Void> alarm() {
        return messaging
                .transactions()
                .read("payment-uncaptured", client -> payments.uncaptured(client, settings.captureAlarm()))
                .onSuccess(late -> {
                    if (late > 0) {
                        log.error("{} confirmed orders wait for their capture for too long", late);
                    }
                    uncaptured.set(late);
                })
                .mapEmpty();
    }

    private Future<Void> page() {
        UUID from = after;
        Instant quietBefore = clock.instant().minus(quiet);
        return provider.ledger(from, PAGE)
                .compose(theirs -> messaging
                        .transactions()
                        .read("payment-page", client -> payments.page(client, from, PAGE, quiet))
                        .map(ours -> Reconciliation.compare(ours, theirs, PAGE, quietBefore)))
                .compose(this::deal);
    }

    private Future<Void> deal(Findings findings) {
        metrics.counter("souk.payment.reconciled").increment(findings.compared());
        findings.differences().forEach(difference -> log.error("payment and ledger differ: {}", difference));
        differencesOfRound += findings.differences().size();
        after = findings.upTo();
        if (after == null) {
            differences.set(differencesOfRound);
            differencesOfRound = 0;
        }
        Future<Void> settled = Future.succeededFuture();
        for (Payment payment : findings.inDoubt()) {
            settled = settled.compose(before -> lookUp(payment));
        }
        return settled;
    }

    private Future<Void> lookUp(Payment payment) {
        if (!(PaymentMachine.next(payment) instanceof NextStep.Call next)) {
            return Future.succeededFuture();
        }
        CallKey key = next.call().key();
        return provider.lookup(key)
                .compose(answer -> answer instanceof Definite definite
                        ? settlement.settle(key, definite)
                        : Future.succeededFuture(false))
                .onSuccess(news -> metrics.counter("souk.payment.settled").increment(news ? 1 : 0))
                .mapEmpty();
    }
}
