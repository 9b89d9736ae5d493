package dev.souk.messaging;

import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Deletes what nobody can need any more: published outbox rows and inbox rows from before the {@link Horizon}, and
 * idempotency claims past their retention. One node at a time holds the lease; every round takes the next slice. While
 * Kafka cannot say how far back messages may come from, only claims are deleted.
 *
 * <p>Counted: {@code souk.retention.deleted{rows}}.
 */
public final class RetentionVerticle extends VerticleBase {
    private static final String LEASE = "retention";
    private static final long HORIZON_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Messaging messaging;
    private final Settings settings;
    private final History history;
    private final MeterRegistry metrics;
    private LeasedRounds rounds;
    private Instant horizon = Instant.EPOCH;
    private long horizonUntilNanos = System.nanoTime();
    /** Not always the first one, however often the lease moves on. */
    private int slice = ThreadLocalRandom.current().nextInt(History.SLICES);

    @SuppressWarnings("NullAway.Init") // the rounds come with the context, in start
    RetentionVerticle(Messaging messaging, Settings settings, History history, MeterRegistry metrics) {
        this.messaging = messaging;
        this.settings = settings;
        this.history = history;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        rounds = messaging.rounds(LEASE, settings.messaging().sweepEvery(), this::sweep);
        return rounds.start();
    }

    @Override
    public Future<?> stop() {
        return rounds.stop();
    }

    private Future<Boolean> sweep() {
        TransactionRunner transactions = messaging.transactions();
        return history.forgetClaims(transactions, settings.idempotency().retention())
                .onSuccess(deleted -> count("claims", deleted))
                .compose(done -> horizon())
                .compose(before -> forget(slice, Duration.between(before, Instant.now())))
                .onSuccess(done -> slice = (slice + 1) % History.SLICES)
                .map(false);
    }

    private Future<?> forget(int of, Duration age) {
        TransactionRunner transactions = messaging.transactions();
        return history.forgetEvents(transactions, of, age)
                .onSuccess(deleted -> count("outbox", deleted))
                .compose(done -> history.forgetHandled(transactions, of, age))
                .onSuccess(deleted -> count("inbox", deleted));
    }

    private void count(String rows, int deleted) {
        metrics.counter("souk.retention.deleted", "rows", rows).increment(deleted);
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
