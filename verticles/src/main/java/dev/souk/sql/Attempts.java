package dev.souk.sql;

import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts at one piece of work, one after the other until one holds or the time is over. A loop over one promise
 * and not a chain of futures: hours without a database make thousands of attempts, and a chain that long would overflow
 * the stack when it ends.
 */
final class Attempts<T> {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);
    private static final long CONFLICT_CAP_MILLIS = 100;
    private static final long LOST_CAP_MILLIS = 1_000;
    private static final int SHIFT_CAP = 10;

    private final Vertx vertx;
    private final MeterRegistry metrics;
    private final String name;
    private final Duration within;
    private final Supplier<Future<T>> work;
    private final Promise<T> promise = Promise.promise();
    private final long started = System.nanoTime();
    private int attempt;

    Attempts(Vertx vertx, MeterRegistry metrics, String name, Duration within, Supplier<Future<T>> work) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.name = name;
        this.within = within;
        this.work = work;
    }

    Future<T> run() {
        next();
        return promise.future();
    }

    private void next() {
        attempt++;
        ask().onComplete(result -> {
            if (result.succeeded()) {
                measured("done");
                promise.complete(result.result());
            } else {
                failed(result.cause());
            }
        });
    }

    private Future<T> ask() {
        try {
            return work.get();
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private void failed(Throwable failure) {
        SqlState state = SqlState.of(failure);
        if (!state.isTransient()) {
            measured("failed");
            promise.fail(failure);
            return;
        }
        metrics.counter("souk.sql.retries", "transaction", name, "reason", state.name())
                .increment();
        if (System.nanoTime() - started > within.toNanos()) {
            measured("given_up");
            promise.fail(givenUp(state, failure));
            return;
        }
        if (state == SqlState.LOST && attempt == 1) {
            log.atWarn()
                    .addKeyValue("transaction", name)
                    .log("no answer from the database, asking again: {}", failure.getMessage());
        }
        if (attempt == 1 && state == SqlState.CONFLICT) {
            next();
        } else {
            vertx.setTimer(pauseMillis(state), waited -> next());
        }
    }

    private RuntimeException givenUp(SqlState state, Throwable failure) {
        return state == SqlState.BUSY
                ? new BusyException("the database's wait queue is full")
                : new UnavailableException(
                        "transaction " + name + " did not get through in " + tookMillis() + " ms and " + attempt
                                + " attempts; the last one: " + failure.getMessage(),
                        failure);
    }

    private long tookMillis() {
        return Duration.ofNanos(System.nanoTime() - started).toMillis();
    }

    private long pauseMillis(SqlState state) {
        long cap = state == SqlState.CONFLICT ? CONFLICT_CAP_MILLIS : LOST_CAP_MILLIS;
        long ceiling = Math.min(cap, 2L << Math.min(attempt, SHIFT_CAP));
        return ThreadLocalRandom.current().nextLong(ceiling) + 1;
    }

    private void measured(String outcome) {
        Timer.builder("souk.sql.transactions")
                .tag("transaction", name)
                .tag("outcome", outcome)
                .register(metrics)
                .record(Duration.ofNanos(System.nanoTime() - started));
    }
}
