package dev.souk.messaging;

import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
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
 * Deletes what nobody can need any more: published outbox rows and inbox rows from before the {@link Horizon}, and
 * idempotency claims past their retention. One node at a time holds the lease; every round takes the next slice. While
 * Kafka cannot say how far back messages may come from, only claims are deleted.
 *
 * <p>Counted: {@code souk.retention.deleted{rows}}.
 */
public final class RetentionVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(RetentionVerticle.class);
    private static final String LEASE = "retention";
    private static final long HORIZON_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Settings settings;
    private final String node;
    private final TransactionRunner transactions;
    private final History history;
    private final MeterRegistry metrics;
    private Leases leases;
    private Future<?> round = Future.succeededFuture();
    private Instant horizon = Instant.EPOCH;
    private long horizonUntilNanos = System.nanoTime();
    /** Not always the first one, however often the lease moves on. */
    private int slice = ThreadLocalRandom.current().nextInt(History.SLICES);

    private boolean stopping;

    @SuppressWarnings("NullAway.Init") // leases come with the context, in start
    RetentionVerticle(
            Settings settings, String node, TransactionRunner transactions, History history, MeterRegistry metrics) {
        this.settings = settings;
        this.node = node;
        this.transactions = transactions;
        this.history = history;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        leases = new Leases(vertx, transactions, node, settings.messaging().lease(), List.of(LEASE));
        return leases.start().onSuccess(started -> next());
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return round.otherwiseEmpty().compose(done -> leases.stop());
    }

    private void next() {
        if (!stopping) {
            round = sweep().onFailure(failure -> log.warn("nothing is forgotten for now: {}", failure.getMessage()))
                    .onComplete(done ->
                            vertx.setTimer(settings.messaging().sweepEvery().toMillis(), again -> next()));
        }
    }

    private Future<?> sweep() {
        if (leases.held().isEmpty()) {
            return Future.succeededFuture();
        }
        return history.forgetClaims(transactions, settings.idempotency().retention())
                .onSuccess(deleted -> count("claims", deleted))
                .compose(done -> horizon())
                .compose(before -> forget(slice, Duration.between(before, Instant.now())))
                .onSuccess(done -> slice = (slice + 1) % History.SLICES);
    }

    private Future<?> forget(int of, Duration age) {
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
