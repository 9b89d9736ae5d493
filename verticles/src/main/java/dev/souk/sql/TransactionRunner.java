package dev.souk.sql;

import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one runner of every transaction. The whole function is run again on a conflict (40001, 40P01) and on a lost
 * connection: at once the first time, then after a jittered wait. A commit whose answer was lost is resolved by running
 * the same function again, so it must bring its ids along: its keys make the second run find, or make, the same result.
 *
 * <p>Counted: {@code souk.sql.retries{transaction, reason}}.
 */
public final class TransactionRunner {
    /** Never give up: for consumers, whose work does not go away. */
    public static final Duration FOREVER = Duration.ofDays(36_500);

    private static final Logger log = LoggerFactory.getLogger(TransactionRunner.class);
    private static final String BEGIN_SNAPSHOT = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final long CONFLICT_CAP_MILLIS = 100;
    private static final long LOST_CAP_MILLIS = 1_000;
    private static final int SHIFT_CAP = 10;

    private final Vertx vertx;
    private final Pool pool;
    private final MeterRegistry metrics;
    private final Duration retryFor;

    /** @param retryFor how long {@link #run(String, Function)} keeps trying */
    public TransactionRunner(Vertx vertx, Pool pool, MeterRegistry metrics, Duration retryFor) {
        this.vertx = vertx;
        this.pool = pool;
        this.metrics = metrics;
        this.retryFor = retryFor;
    }

    /** For plain reads that need no transaction. */
    public Pool pool() {
        return pool;
    }

    /**
     * Reads one snapshot without taking part in serialization: for lists and look-ups that decide nothing. On PostgreSQL a
     * SERIALIZABLE read remembers every page it saw, which costs a range of 20,000 index entries 100 ms instead of 2, and
     * makes writers fail that it has nothing to do with. Tried again, and failing, as {@link #run}.
     */
    public <T> Future<T> read(String name, Function<SqlClient, Future<T>> query) {
        return attempt(
                name,
                () -> pool.withConnection(connection -> snapshot(connection, query)),
                1,
                System.nanoTime(),
                retryFor);
    }

    /** The first statement travels together with BEGIN. */
    private static <T> Future<T> snapshot(SqlConnection connection, Function<SqlClient, Future<T>> query) {
        Future<?> begun = connection.query(BEGIN_SNAPSHOT).execute();
        Future<T> result = query.apply(connection);
        return begun.compose(done -> result)
                .eventually(() -> connection.query("COMMIT").execute());
    }

    /** Fails with {@link UnavailableException} when the database could not be reached, or stayed in conflict, in time. */
    public <T> Future<T> run(String name, Function<SqlConnection, Future<T>> work) {
        return run(name, retryFor, work);
    }

    /**
     * @param name of the transaction in metrics and logs
     * @param within how long to keep trying, or {@link #FOREVER}
     * @param work may run several times; a failed future rolls back
     */
    public <T> Future<T> run(String name, Duration within, Function<SqlConnection, Future<T>> work) {
        return attempt(name, () -> pool.withTransaction(work), 1, System.nanoTime(), within);
    }

    private <T> Future<T> attempt(String name, Supplier<Future<T>> work, int attempt, long started, Duration within) {
        return work.get().recover(failure -> {
            SqlState state = SqlState.of(failure);
            if (!state.isTransient()) {
                return Future.failedFuture(failure);
            }
            metrics.counter("souk.sql.retries", "transaction", name, "reason", state.name())
                    .increment();
            if (System.nanoTime() - started > within.toNanos()) {
                return Future.failedFuture(givenUp(name, state, failure));
            }
            if (state == SqlState.LOST) {
                log.atWarn()
                        .addKeyValue("transaction", name)
                        .addKeyValue("attempt", attempt)
                        .log("the database was lost: {}", failure.getMessage());
            }
            return pause(state, attempt).compose(waited -> attempt(name, work, attempt + 1, started, within));
        });
    }

    private static RuntimeException givenUp(String name, SqlState state, Throwable failure) {
        return state == SqlState.BUSY
                ? new BusyException("the database's wait queue is full")
                : new UnavailableException("transaction " + name + ": " + failure.getMessage());
    }

    private Future<Void> pause(SqlState state, int attempt) {
        if (attempt == 1 && state == SqlState.CONFLICT) {
            return Future.succeededFuture();
        }
        long cap = state == SqlState.CONFLICT ? CONFLICT_CAP_MILLIS : LOST_CAP_MILLIS;
        long ceiling = Math.min(cap, 2L << Math.min(attempt, SHIFT_CAP));
        return vertx.timer(ThreadLocalRandom.current().nextLong(ceiling) + 1).mapEmpty();
    }
}
