package dev.souk.sql;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TransactionRunnerTest {
    private static final AtomicLong IDS = new AtomicLong();
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.create(Map.of(
                "sql.pool-size", "4", "sql.wait-queue", "1", "sql.statement-timeout", "500ms", "sql.retry-for", "0ms"));
        await(database.pool
                .query("CREATE TABLE account (id INT8 PRIMARY KEY, amount INT8 NOT NULL)")
                .execute());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static TransactionRunner runner(Duration retryFor) {
        return new TransactionRunner(database.vertx, database.pool, database.metrics, retryFor);
    }

    private static double retries(String transaction, SqlState reason) {
        return database.metrics
                .counter("souk.sql.retries", "transaction", transaction, "reason", reason.name())
                .count();
    }

    private static long account(long amount) {
        long id = IDS.incrementAndGet();
        await(database.pool.preparedQuery("INSERT INTO account VALUES ($1, $2)").execute(Tuple.of(id, amount)));
        return id;
    }

    private static Future<Long> amount(SqlClient client, long id) {
        return client.preparedQuery("SELECT amount FROM account WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Future<Void> add(SqlClient client, long id, long amount) {
        return client.preparedQuery("UPDATE account SET amount = amount + $2 WHERE id = $1")
                .execute(Tuple.of(id, amount))
                .mapEmpty();
    }

    @Test
    void aTransactionThatAnotherOneOvertookIsRunAgainAndCounted() {
        long id = account(10);
        AtomicInteger runs = new AtomicInteger();

        long seen = await(runner(Duration.ofSeconds(5))
                .run(
                        "overtaken",
                        tx -> amount(tx, id)
                                .compose(before -> runs.incrementAndGet() == 1
                                        // Another connection changes what this transaction has read.
                                        ? add(database.pool, id, 5).map(before)
                                        : Future.succeededFuture(before))
                                .compose(before -> add(tx, id, 1).map(before))));

        assertThat(seen).as("read by the run that was committed").isEqualTo(15);
        assertThat(await(amount(database.pool, id))).isEqualTo(16);
        assertThat(runs).hasValue(2);
        assertThat(retries("overtaken", SqlState.CONFLICT)).isEqualTo(1);
    }

    @Test
    void aGuardedWriteLooksAtTheRowAsItIsWhenItsTurnComes() {
        long id = account(10);
        Promise<Void> blocked = Promise.promise();
        Future<Integer> changed = blocked.future()
                .compose(held -> runner(Duration.ofSeconds(5))
                        .guarded(
                                "guarded",
                                client -> client.preparedQuery(
                                                "UPDATE account SET amount = 99 WHERE id = $1 AND amount = 10")
                                        .execute(Tuple.of(id))
                                        .map(rows -> rows.rowCount())));

        await(database.pool.withTransaction(
                tx -> add(tx, id, 5).onSuccess(held -> blocked.complete()).compose(held -> waiting(tx))));

        assertThat(await(changed)).isZero();
        assertThat(await(amount(database.pool, id))).isEqualTo(15);
        assertThat(retries("guarded", SqlState.CONFLICT))
                .as("nobody's read is in its way")
                .isZero();
    }

    /** Completes when another session of this database waits for a lock. */
    private static Future<Void> waiting(SqlConnection tx) {
        return tx.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database()")
                .execute()
                .compose(rows -> rows.iterator().next().getLong(0) > 0
                        ? Future.succeededFuture()
                        // Within a transaction the statistics are a snapshot.
                        : tx.query("SELECT pg_stat_clear_snapshot()").execute().compose(again -> waiting(tx)));
    }

    @Test
    void aGuardedWriteThatFailsHalfWayLeavesNothing() {
        long id = account(10);

        assertThatThrownBy(() -> await(runner(Duration.ZERO)
                        .guarded(
                                "half-way",
                                client -> add(client, id, 5).compose(written -> {
                                    throw new IllegalStateException("half way");
                                }))))
                .hasMessage("half way");

        assertThat(await(amount(database.pool, id))).isEqualTo(10);
    }

    @Test
    void aDeadlockIsRunAgain() {
        long a = account(0);
        long b = account(0);
        TransactionRunner runner = runner(Duration.ofSeconds(10));
        Promise<Void> bothHoldOne = Promise.promise();
        AtomicInteger holding = new AtomicInteger();

        Future<Void> first = runner.run("deadlock", tx -> both(tx, a, b, holding, bothHoldOne));
        Future<Void> second = runner.run("deadlock", tx -> both(tx, b, a, holding, bothHoldOne));
        await(Future.all(first, second));

        assertThat(await(amount(database.pool, a))).isEqualTo(2);
        assertThat(await(amount(database.pool, b))).isEqualTo(2);
        assertThat(retries("deadlock", SqlState.CONFLICT)).isPositive();
    }

    private static Future<Void> both(SqlConnection tx, long one, long other, AtomicInteger holding, Promise<Void> met) {
        // Well under the statement timeout: the server reports the deadlock first.
        return tx.query("SET LOCAL deadlock_timeout = '20ms'")
                .execute()
                .compose(set -> add(tx, one, 1))
                .compose(held -> {
                    if (holding.incrementAndGet() == 2) {
                        met.complete();
                    }
                    return met.future();
                })
                .compose(go -> add(tx, other, 1));
    }

    @Test
    void aFaultOfTheContentComesBackAsItIsAndIsNotTriedAgain() {
        AtomicInteger runs = new AtomicInteger();

        assertThatThrownBy(() -> await(runner(Duration.ofSeconds(5)).run("content", tx -> {
                    runs.incrementAndGet();
                    return tx.query("SELECT 1/0").execute();
                })))
                .isInstanceOf(PgException.class)
                .satisfies(failure -> assertThat(SqlState.of(failure)).isEqualTo(SqlState.CONTENT));

        assertThat(runs).hasValue(1);
    }

    @Test
    void aFailureRollsBackWhetherReturnedOrThrownAndGivesTheConnectionBack() {
        long id = account(1);
        TransactionRunner runner = runner(Duration.ZERO);

        for (int i = 0; i < 20; i++) {
            boolean thrown = i % 2 == 0;
            assertThatThrownBy(() -> await(runner.run(
                            "failing",
                            tx -> add(tx, id, 100).compose(added -> {
                                if (thrown) {
                                    throw new ArithmeticException("no");
                                }
                                return Future.failedFuture(new ArithmeticException("no"));
                            }))))
                    .isInstanceOf(ArithmeticException.class);
            assertThatThrownBy(() -> await(runner.run("throwing", tx -> {
                        throw new ArithmeticException("at once");
                    })))
                    .isInstanceOf(ArithmeticException.class);
            assertThatThrownBy(() -> await(runner.read("throwing-read", client -> {
                        throw new ArithmeticException("at once");
                    })))
                    .isInstanceOf(ArithmeticException.class);
        }

        assertThat(await(amount(database.pool, id))).isEqualTo(1);
    }

    @Test
    void aLostRaceIsAConflict() {
        AtomicInteger runs = new AtomicInteger();

        String done = await(runner(Duration.ofSeconds(5))
                .run(
                        "raced",
                        tx -> runs.incrementAndGet() < 4
                                ? Future.failedFuture(new LostRaceException("changed under us"))
                                : Future.succeededFuture("done")));

        assertThat(done).isEqualTo("done");
        assertThat(retries("raced", SqlState.CONFLICT)).isEqualTo(3);
    }

    @Test
    void whatStaysInConflictIsGivenUpAsUnavailable() {
        assertThatThrownBy(() -> await(runner(Duration.ofMillis(50))
                        .run("hopeless", tx -> Future.failedFuture(new LostRaceException("again")))))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("hopeless")
                .hasCauseInstanceOf(LostRaceException.class);
        assertThat(database.metrics
                        .timer("souk.sql.transactions", "transaction", "hopeless", "outcome", "given_up")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aStatementThatTakesTooLongIsUnavailableAndSaysWhy() {
        assertThatThrownBy(() -> await(runner(Duration.ZERO)
                        .run("slow", tx -> tx.query("SELECT pg_sleep(30)").execute())))
                .isInstanceOf(UnavailableException.class)
                .satisfies(
                        failure -> assertThat(SqlState.of(failure.getCause())).isEqualTo(SqlState.TIMEOUT));
    }

    @Test
    void aFullWaitQueueIsBusyAndALongWaitUnavailable() {
        List<SqlConnection> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(await(database.pool.getConnection()));
        }
        TransactionRunner runner = runner(Duration.ZERO);
        try {
            Future<Integer> waits = runner.run("waits", tx -> Future.succeededFuture(1));
            Future<Integer> refused = runner.run("refused", tx -> Future.succeededFuture(1));

            assertThatThrownBy(() -> await(refused)).isInstanceOf(BusyException.class);
            assertThatThrownBy(() -> await(waits)).isInstanceOf(UnavailableException.class);
            assertThat(retries("waits", SqlState.LOST)).isEqualTo(1);
        } finally {
            held.forEach(SqlConnection::close);
        }
        int after = await(runner.run("after", tx -> Future.succeededFuture(1)));
        assertThat(after).isEqualTo(1);
    }

    @Test
    void anAnswerComesOnTheContextThatAskedAfterRetriesToo() {
        Context asking = database.vertx.getOrCreateContext();
        Promise<Context> answeredOn = Promise.promise();
        AtomicInteger runs = new AtomicInteger();

        asking.runOnContext(turn -> runner(Duration.ofSeconds(5))
                .run(
                        "context",
                        tx -> runs.incrementAndGet() < 4
                                ? Future.failedFuture(new LostRaceException("again"))
                                : tx.query("SELECT 1").execute())
                .onComplete(done -> answeredOn.complete(Vertx.currentContext())));

        assertThat(await(answeredOn.future())).isSameAs(asking);
    }

    @Test
    void aReadSeesOneSnapshotAndWritesNothing() {
        long id = account(7);
        TransactionRunner runner = runner(Duration.ZERO);

        List<Long> seen = await(runner.read(
                "snapshot",
                client -> amount(client, id)
                        .compose(first -> add(database.pool, id, 1)
                                .compose(added -> amount(client, id))
                                .map(second -> List.of(first, second)))));

        assertThat(seen).containsExactly(7L, 7L);
        assertThatThrownBy(() -> await(runner.read("no-write", client -> add(client, id, 1))))
                .isInstanceOf(UnavailableException.class);
        assertThat(await(amount(database.pool, id))).isEqualTo(8);
    }

    /** Prepared on a connection that never saw it, and between BEGIN and COMMIT all the same. */
    @Test
    void aStatementThatTravelsWithBeginAndCommitIsInsideOfThem() {
        TransactionRunner runner = runner(Duration.ZERO);
        for (int i = 0; i < 8; i++) {
            int salt = i;
            String isolation = await(runner.guardedOnce(
                    "once",
                    client -> client.preparedQuery(
                                    "SELECT current_setting('transaction_isolation') || $1::text AS once_" + salt)
                            .execute(Tuple.of(""))
                            .map(rows -> rows.iterator().next().getString(0))));
            assertThat(isolation).isEqualTo("read committed");
        }
        long id = account(1);
        await(runner.guardedOnce(
                "once",
                client -> client.preparedQuery("UPDATE account SET amount = 2 WHERE id = $1")
                        .execute(Tuple.of(id))));
        Long amount = await(runner.readOnce(
                "once",
                client -> client.preparedQuery("SELECT amount FROM account WHERE id = $1")
                        .execute(Tuple.of(id))
                        .map(rows -> rows.iterator().next().getLong(0))));
        assertThat(amount).isEqualTo(2);
    }

    @Test
    void aSingleStatementThatFailsLeavesItsConnectionAsItWas() {
        TransactionRunner runner = runner(Duration.ZERO);
        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> await(runner.guardedOnce(
                            "once", client -> client.query("SELECT 1 / 0").execute())))
                    .isInstanceOf(PgException.class);
            assertThatThrownBy(() -> await(runner.guardedOnce("once", client -> {
                        throw new IllegalStateException("thrown");
                    })))
                    .hasMessage("thrown");
            assertThatThrownBy(() -> await(runner.run("thrown", tx -> {
                        throw new IllegalStateException("thrown");
                    })))
                    .hasMessage("thrown");
        }
        assertThat(await(runner.run("after", tx -> tx.query("SELECT 1").execute()))
                        .size())
                .isOne();
    }

    /** Work that ignores a failed statement has no transaction any more. */
    @Test
    void afterAStatementThatFailedNothingIsCommitted() {
        long id = account(1);

        assertThatThrownBy(() -> await(runner(Duration.ZERO)
                        .run(
                                "swallowed",
                                tx -> tx.preparedQuery("UPDATE account SET amount = 9 WHERE id = $1")
                                        .execute(Tuple.of(id))
                                        .compose(
                                                done -> tx.query("SELECT 1 / 0").execute())
                                        .otherwiseEmpty())))
                .isNotNull();
        assertThat(await(database.pool
                                .preparedQuery("SELECT amount FROM account WHERE id = $1")
                                .execute(Tuple.of(id)))
                        .iterator()
                        .next()
                        .getLong(0))
                .isOne();
    }
}
