package dev.souk.messaging.retention;

import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.lease.LeasedRounds;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rows that are not needed any more: published outbox rows and inbox rows from before the {@link Horizon}, and
 * idempotency claims past their retention. One node at a time holds the lease; every round takes the next slice, and
 * the next round follows at once while there is more of it. The three go on independently: what fails in one is said in
 * the log, counted ({@link RetentionMetrics}), and tried again in its turn. While Kafka cannot say how far back
 * messages may come from, only claims are deleted.
 */
public final class RetentionVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(RetentionVerticle.class);
    private static final String LEASE = "retention";
    private static final long HORIZON_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Messaging messaging;
    private final Settings settings;
    private final RetentionMetrics ofClaims;
    private final RetentionMetrics ofOutbox;
    private final RetentionMetrics ofInbox;
    private final ClaimSweep claims;
    private final SliceWalk outbox;
    private final SliceWalk inbox;
    private LeasedRounds rounds;
    private Instant horizon = Instant.EPOCH;
    private long horizonUntilNanos = System.nanoTime();

    /** Does not always begin with the first slice, however often the lease moves on. */
    public RetentionVerticle(Messaging messaging, Settings settings, MeterRegistry metrics) {
        this(messaging, settings, metrics, ThreadLocalRandom.current().nextInt(SliceWalk.SLICES));
    }

    @SuppressWarnings("NullAway.Init") // the rounds come with the context, in start
    public RetentionVerticle(Messaging messaging, Settings settings, MeterRegistry metrics, int slice) {
        this.messaging = messaging;
        this.settings = settings;
        ofClaims = new RetentionMetrics(metrics, "claims", 1);
        ofOutbox = new RetentionMetrics(metrics, HistoryRepository.OUTBOX.rows(), SliceWalk.SLICES);
        ofInbox = new RetentionMetrics(metrics, HistoryRepository.INBOX.rows(), SliceWalk.SLICES);
        claims = new ClaimSweep(new ClaimRepository(), messaging.transactions(), ofClaims);
        outbox = new SliceWalk(HistoryRepository.OUTBOX, messaging.transactions(), ofOutbox, slice);
        inbox = new SliceWalk(HistoryRepository.INBOX, messaging.transactions(), ofInbox, slice);
    }

    @Override
    public Future<?> start() {
        rounds = messaging.rounds(LEASE, settings.messaging().sweepEvery(), this::sweep, this::idle);
        return rounds.start();
    }

    @Override
    public Future<?> stop() {
        return rounds.stop().onComplete(stopped -> idle());
    }

    private void idle() {
        List.of(ofClaims, ofOutbox, ofInbox).forEach(RetentionMetrics::forget);
    }

    /** @return true: there is more to do, at once; never fails */
    public Future<Boolean> sweep() {
        Future<Boolean> old =
                tried(ofClaims, claims.round(settings.idempotency().retention()));
        Future<Duration> age = horizon().map(before -> Duration.between(before, Instant.now()));
        Future<Boolean> published = tried(ofOutbox, age.compose(outbox::round));
        Future<Boolean> handled = tried(ofInbox, age.compose(inbox::round));
        return Future.all(old, published, handled).map(done -> old.result() || published.result() || handled.result());
    }

    private static Future<Boolean> tried(RetentionMetrics of, Future<Boolean> round) {
        return round.recover(failure -> {
            of.failed();
            log.warn("a round of retention failed, the next one follows: {}", String.valueOf(failure));
            return Future.succeededFuture(false);
        });
    }

    private Future<Instant> horizon() {
        if (System.nanoTime() - horizonUntilNanos < 0) {
            return Future.succeededFuture(horizon);
        }
        return vertx.executeBlocking(() -> Horizon.ask(settings.kafka(), Instant.now()))
                .onSuccess(asked -> {
                    horizon = asked;
                    horizonUntilNanos = System.nanoTime() + HORIZON_NANOS;
                });
    }
}
