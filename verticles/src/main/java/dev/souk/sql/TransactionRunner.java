package dev.souk.sql;

import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import dev.souk.sql.Lanes.Lane;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one runner of every transaction. The whole function is run again on a conflict (40001, 40P01) and on a lost
 * connection: at once the first time, then after a jittered wait. A commit whose answer was lost is resolved by running
 * the same function again, so it must bring its ids along: its keys make the second run find, or make, the same result.
 *
 * <p>Connections are shared out by {@link Lanes} where there are some.
 *
 * <p>The future that comes back completes on the context it was asked on. Measured: {@code
 * souk.sql.transactions{transaction, outcome}}; counted: {@code souk.sql.retries{transaction, reason}}.
 */
public final class TransactionRunner {
    /** Never give up: for work that does not go away. */
    public static final Duration FOREVER = Duration.ofDays(36_500);

    private static final Logger log = LoggerFactory.getLogger(TransactionRunner.class);
    private static final String BEGIN_SNAPSHOT = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final String BEGIN_GUARDED = "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED";

    private final Vertx vertx;
    private final Pool pool;
    private final MeterRegistry metrics;
    private final Duration retryFor;
    private final Duration attemptLimit;
    private final @Nullable Lanes lanes;
    private final Lane lane;
    private final Set<WatchedClient.Shape> passed;

    /**
     * Of transactions that take as long as they take, and are waited for by a person.
     *
     * @param retryFor how long {@link #run(String, Function)} keeps trying
     */
    public TransactionRunner(Vertx vertx, Pool pool, MeterRegistry metrics, Duration retryFor) {
        this(vertx, pool, metrics, retryFor, FOREVER);
    }

    /** @param attemptLimit a single attempt that took this long is given up, and counts as ambiguous */
    public TransactionRunner(Vertx vertx, Pool pool, MeterRegistry metrics, Duration retryFor, Duration attemptLimit) {
        this(vertx, pool, metrics, retryFor, attemptLimit, null, Lane.REQUESTS, ConcurrentHashMap.newKeySet());
    }

    private TransactionRunner(
            Vertx vertx,
            Pool pool,
            MeterRegistry metrics,
            Duration retryFor,
            Duration attemptLimit,
            @Nullable Lanes lanes,
            Lane lane,
            Set<WatchedClient.Shape> passed) {
        this.vertx = vertx;
        this.pool = pool;
        this.metrics = metrics;
        this.retryFor = retryFor;
        this.attemptLimit = attemptLimit;
        this.lanes = lanes;
        this.lane = lane;
        this.passed = passed;
    }

    /** The same, with connections as {@code lanes} share them out; in the lane of requests. */
    public TransactionRunner in(Lanes lanes) {
        return new TransactionRunner(vertx, pool, metrics, retryFor, attemptLimit, lanes, Lane.REQUESTS, passed);
    }

    /** The same, in the lane of events: for consumers, and what brings events to them. */
    public TransactionRunner forEvents() {
        return new TransactionRunner(vertx, pool, metrics, retryFor, attemptLimit, lanes, Lane.EVENTS, passed);
    }

    /** For plain reads that are not worth a second try. */
    public Pool pool() {
        return pool;
    }

    /**
     * Reads one snapshot without taking part in serialization: for lists and look-ups that decide nothing. On PostgreSQL a
     * SERIALIZABLE read remembers every page it saw, which costs a range of 20,000 index entries 100 ms instead of 2, and
     * makes writers fail that it has nothing to do with. Tried again, and failing, as {@link #run}.
     */
    public <T> Future<T> read(String name, Function<SqlClient, Future<T>> query) {
        return read(name, retryFor, query);
    }

    /** As {@link #read(String, Function)}, trying for {@code within}. */
    public <T> Future<T> read(String name, Duration within, Function<SqlClient, Future<T>> query) {
        return bracketed(BEGIN_SNAPSHOT, name, within, query);
    }

    /**
     * Writes at READ COMMITTED, outside serialization: for a statement that guards itself and decides nothing from other
     * rows, such as a compare-and-set of rows by their keys, or a mark that may be set twice. Each row's condition is then
     * checked on its newest version, under its lock. See {@code docs/decisions/0005-what-is-not-serializable.md}. Tried
     * again, and failing, as {@link #run}.
     */
    public <T> Future<T> guarded(String name, Function<SqlClient, Future<T>> statement) {
        return bracketed(BEGIN_GUARDED, name, retryFor, statement);
    }

    /** As {@link #read(String, Function)}, for one statement: it travels together with BEGIN and COMMIT. */
    public <T> Future<T> readOnce(String name, Function<SqlClient, Future<T>> query) {
        return once(BEGIN_SNAPSHOT, name, query, () -> {});
    }

    /** As {@link #guardedOnce(String, Function, Runnable)}. */
    public <T> Future<T> guardedOnce(String name, Function<SqlClient, Future<T>> statement) {
        return guardedOnce(name, statement, () -> {});
    }

    /**
     * As {@link #guarded}, for one statement, or several of which none waits for another's answer: they travel together with
     * BEGIN and COMMIT. Where one fails, in the server or in the client, or where {@code statement} throws or returns a
     * future that has failed, all that they wrote is undone, and the first failure is this one's. What a caller makes of the
     * answers comes after the commit: a failure of that undoes nothing.
     *
     * <p>A statement that is sent for the first time, or with parameters of other types, is answered before COMMIT is sent.
     *
     * @param sent called when COMMIT is on its way, before its answer
     */
    public <T> Future<T> guardedOnce(String name, Function<SqlClient, Future<T>> statement, Runnable sent) {
        return once(BEGIN_GUARDED, name, statement, sent);
    }

    private <T> Future<T> once(String begin, String name, Function<SqlClient, Future<T>> statement, Runnable sent) {
        return attempts(
                name,
                retryFor,
                () -> withConnection(connection -> once(begin, quiet(name, connection), statement, sent)));
    }

    private <T> Future<T> once(
            String begin, SqlConnection connection, Function<SqlClient, Future<T>> statement, Runnable sent) {
        Future<?> begun = connection.query(begin).execute();
        WatchedClient client = new WatchedClient(connection, passed);
        Future<T> result = asked(client, statement);
        if (result.failed()) {
            return undone(connection, result.cause());
        }
        if (!client.isProven()) {
            return begun.compose(done -> result).transform(ended -> {
                if (ended.failed()) {
                    return undone(connection, ended.cause());
                }
                client.prove();
                return committed(connection, sent).map(ended.result());
            });
        }
        // Where a statement fails, the server makes of COMMIT a ROLLBACK.
        return Future.join(begun, result, committed(connection, sent))
                .transform(all -> all.succeeded() ? result : Future.failedFuture(all.cause()));
    }

    private static Future<?> committed(SqlConnection connection, Runnable sent) {
        Future<?> committed = connection.query("COMMIT").execute();
        sent.run();
        return committed;
    }

    /** What was sent already is undone by the server, which takes ROLLBACK after it. */
    private static <T> Future<T> undone(SqlConnection connection, Throwable failure) {
        return connection.query("ROLLBACK").execute().transform(over -> Future.failedFuture(failure));
    }

    private <T> Future<T> bracketed(String begin, String name, Duration within, Function<SqlClient, Future<T>> work) {
        return attempts(
                name, within, () -> withConnection(connection -> bracketed(begin, quiet(name, connection), work)));
    }

    /** The first statement travels together with BEGIN. */
    private static <T> Future<T> bracketed(
            String begin, SqlConnection connection, Function<SqlClient, Future<T>> work) {
        Future<?> begun = connection.query(begin).execute();
        Future<T> result = asked(connection, work);
        return begun.compose(done -> result)
                .transform(ended -> ended.succeeded()
                        ? connection.query("COMMIT").execute().map(ended.result())
                        : undone(connection, ended.cause()));
    }

    /** An exception that came out of here would keep the connection from going back to the pool. */
    private static <C, T> Future<T> asked(C client, Function<? super C, Future<T>> query) {
        try {
            return query.apply(client);
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /** Without a handler the client prints the stack trace of every broken connection. */
    private static SqlConnection quiet(String name, SqlConnection connection) {
        return connection.exceptionHandler(broken -> log.debug("a connection broke in {}", name, broken));
    }

    /**
     * Fails with {@link UnavailableException} when the database could not be reached, or stayed in conflict, in time;
     * with {@link BusyException} when too many wait for it; else with the work's own failure.
     */
    public <T> Future<T> run(String name, Function<SqlConnection, Future<T>> work) {
        return run(name, retryFor, work);
    }

    /**
     * @param name of the transaction in metrics and logs
     * @param within how long to keep trying, or {@link #FOREVER}
     * @param work may run several times; a failed future or an exception rolls back
     */
    public <T> Future<T> run(String name, Duration within, Function<SqlConnection, Future<T>> work) {
        return attempts(name, within, () -> withConnection(connection -> inTransaction(quiet(name, connection), work)));
    }

    /** The first statements travel together with BEGIN. After a statement that failed there is no commit. */
    private static <T> Future<T> inTransaction(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        Future<Transaction> begun = connection.begin();
        Future<T> result = asked(connection, work);
        return begun.compose(tx -> result.transform(ended -> ended.succeeded()
                ? tx.commit().map(ended.result())
                : tx.rollback().transform(over -> Future.failedFuture(ended.cause()))));
    }

    private <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
        return lanes == null ? pool.withConnection(work) : lanes.use(lane, () -> pool.withConnection(work));
    }

    private <T> Future<T> attempts(String name, Duration within, Supplier<Future<T>> attempt) {
        return new Attempts<>(vertx, metrics, name, within, () -> limited(attempt.get())).run();
    }

    private <T> Future<T> limited(Future<T> attempt) {
        return attemptLimit == FOREVER ? attempt : attempt.timeout(attemptLimit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
