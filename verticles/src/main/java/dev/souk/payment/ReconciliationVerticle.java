package dev.souk.payment;

import dev.souk.messaging.Messaging;
import dev.souk.messaging.lease.LeasedRounds;
import dev.souk.payment.Reconciliation.Findings;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.NextStep;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.PaymentMachine;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.ProviderAnswer.Refusal;
import dev.souk.payment.domain.ProviderAnswer.Refused;
import dev.souk.payment.domain.ProviderAnswer.Succeeded;
import dev.souk.payment.domain.ProviderCall;
import dev.souk.payment.provider.HttpPaymentProvider;
import dev.souk.payment.store.PaymentRepository;
import dev.souk.payment.work.Settlement;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the provider's ledger with the payments, one page at a time, round after round, on one node of the cluster
 * (by lease). An unknown outcome is looked up and settled; a hold behind a declined payment is let go; every other
 * difference is counted and logged, for people to decide.
 *
 * <p>Metrics: {@code souk.payment.reconciled} (payments compared), {@code souk.payment.settled} (unknown outcomes that
 * it settled), {@code souk.payment.released} (holds that it let go), {@code souk.payment.differences} (of the last
 * round), and those of {@link PaymentAlarms}.
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
    private final AtomicLong differences = new AtomicLong();
    private HttpPaymentProvider provider;
    private PaymentAlarms alarms;
    private LeasedRounds rounds;
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
        provider = new HttpPaymentProvider(
                vertx, settings.providerUrl(), settings.providerKey(), 2, settings.providerTimeout());
        // Whichever node has the lease, it begins somewhere: all places come up equally often.
        after = UUID.randomUUID();
        alarms = new PaymentAlarms(messaging.transactions(), payments, settings.captureAlarm(), metrics);
        Gauge.builder("souk.payment.differences", differences, AtomicLong::get).register(metrics);
        rounds = messaging.rounds(LEASE, settings.reconcileEvery(), this::round, this::idle);
        return rounds.start();
    }

    @Override
    public Future<?> stop() {
        return rounds.stop().onComplete(done -> provider.close());
    }

    private void idle() {
        alarms.idle();
        differences.set(0);
    }

    private Future<Boolean> round() {
        return alarms.look().compose(done -> page()).map(false);
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
        Future<Void> settled = Future.succeededFuture();
        for (Payment payment : findings.heldInVain()) {
            settled = settled.compose(before -> letGo(payment));
        }
        for (Payment payment : findings.inDoubt()) {
            settled = settled.compose(before -> lookUp(payment));
        }
        return settled.onComplete(done -> {
            if (findings.upTo() == null) {
                differences.set(differencesOfRound);
                differencesOfRound = 0;
            }
        });
    }

    /**
     * Under a key that the payment never calls itself, the same in every round. The payment stays as it is, for its
     * order is over. A hold that stays counts as a difference.
     */
    private Future<Void> letGo(Payment payment) {
        CallKey key = new CallKey(payment.id(), Operation.VOID, payment.attempt());
        return provider.call(new ProviderCall.VoidAuthorisation(key, payment.id()))
                .onSuccess(answer -> {
                    boolean gone = answer instanceof Succeeded
                            || answer instanceof Refused refused && refused.refusal() == Refusal.HOLD_GONE;
                    metrics.counter("souk.payment.released").increment(gone ? 1 : 0);
                    differencesOfRound += gone ? 0 : 1;
                    log.warn("a hold behind the declined payment {} was to be let go: {}", payment.id(), answer);
                })
                .mapEmpty();
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
