package dev.souk.sql;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.souk.bus.BusyException;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SQL states that a real PostgreSQL reports, and how the shop classifies them. */
final class SqlStateTest {
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        await(database.pool
                .query("CREATE TABLE thing (id INT8 PRIMARY KEY, name TEXT NOT NULL CHECK (name <> 'bad'))")
                .execute());
        await(database.pool.query("CREATE INDEX thing_name ON thing (name)").execute());
        await(database.pool.query("INSERT INTO thing VALUES (1, 'one')").execute());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static SqlState stateAfter(String... statements) {
        Throwable failure =
                catchThrowable(() -> await(database.pool.withConnection(connection -> all(connection, statements))));
        assertThat(failure).isNotNull();
        // The test, not the client, wraps checked causes.
        return SqlState.of(failure.getClass() == IllegalStateException.class ? failure.getCause() : failure);
    }

    private static Future<?> all(SqlConnection connection, String... statements) {
        connection.exceptionHandler(expected -> {});
        Future<?> last = Future.succeededFuture();
        for (String statement : statements) {
            last = last.compose(done -> connection.query(statement).execute());
        }
        return last.eventually(() -> connection.query("ROLLBACK").execute().otherwiseEmpty());
    }

    /** Jackson's failures are IOExceptions: taken for a lost connection, a bad event would be tried for ever. */
    @Test
    void whatCannotBeReadAsJsonIsNoLostConnection() {
        JsonProcessingException json = new JsonParseException(null, "not the data of that kind");

        assertThat(SqlState.of(json)).isEqualTo(SqlState.OTHER);
        assertThat(SqlState.of(new IllegalArgumentException("a bad event", json)))
                .isEqualTo(SqlState.OTHER);
        assertThat(SqlState.of(new IOException("reset"))).isEqualTo(SqlState.LOST);
        assertThat(SqlState.of(new IllegalStateException("cut", new IOException("reset"))))
                .isEqualTo(SqlState.LOST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1/0                                                | CONTENT",
                "SELECT 'x'::uuid                                          | CONTENT",
                "INSERT INTO thing VALUES (1, 'again')                     | CONTENT",
                "INSERT INTO thing VALUES (2, NULL)                        | CONTENT",
                "INSERT INTO thing VALUES (2, 'bad')                       | CONTENT",
                "INSERT INTO thing SELECT 2, string_agg(md5(n::text), '') FROM generate_series(1, 900) n | CONTENT",
                "INSERT INTO thing VALUES (3, 'a'), (3, 'b') ON CONFLICT (id) DO UPDATE SET name = 'c'   | CONTENT",
                "SELECT name FROM nothing                                  | DEFECT",
                "SELEKT 1                                                  | DEFECT",
                "SELECT pg_terminate_backend(pg_backend_pid())             | LOST"
            })
    void aStatementsFailureIsTakenForWhatItIs(String statement, SqlState expected) {
        assertThat(stateAfter(statement)).isEqualTo(expected);
    }

    @Test
    void aServerThatCanOnlyReadIsNotThePrimaryNow() {
        assertThat(stateAfter("BEGIN READ ONLY", "INSERT INTO thing VALUES (9, 'nine')"))
                .isEqualTo(SqlState.LOST);
    }

    @Test
    void aLockThatIsNotGivenIsTriedForAgain() {
        SqlConnection holder = await(database.pool.getConnection());
        try {
            await(holder.query("BEGIN").execute());
            await(holder.query("SELECT id FROM thing FOR UPDATE").execute());

            assertThat(stateAfter("BEGIN", "SELECT id FROM thing FOR UPDATE NOWAIT"))
                    .isEqualTo(SqlState.LOST);
        } finally {
            await(holder.query("ROLLBACK").execute());
            await(holder.close());
        }
    }

    @Test
    void aStatementThatTakesTooLongIsToldApart() {
        assertThat(stateAfter("SET statement_timeout = 50", "SELECT pg_sleep(10)"))
                .isEqualTo(SqlState.TIMEOUT);
    }

    @Test
    void aTransactionThatSatIdleHasLostItsConnection() {
        SqlConnection idler = await(database.pool.getConnection());
        idler.exceptionHandler(expected -> {});
        await(idler.query("SET idle_in_transaction_session_timeout = 50").execute());
        await(idler.query("BEGIN").execute());

        org.awaitility.Awaitility.await().untilAsserted(() -> {
            Throwable failure =
                    catchThrowable(() -> await(idler.query("SELECT 1").execute()));
            assertThat(SqlState.of(failure)).isEqualTo(SqlState.LOST);
        });
    }

    @Test
    void whatIsNotTheDatabasesWordIsOther() {
        assertThat(SqlState.of(new IllegalStateException("no"))).isEqualTo(SqlState.OTHER);
        assertThat(SqlState.of(null)).isEqualTo(SqlState.OTHER);
        assertThat(SqlState.of(new ConnectException("refused"))).isEqualTo(SqlState.LOST);
        assertThat(SqlState.of(new UnknownHostException("db"))).isEqualTo(SqlState.LOST);
        assertThat(SqlState.of(new LostRaceException("raced"))).isEqualTo(SqlState.CONFLICT);
        assertThat(SqlState.of(new BusyException("full"))).isEqualTo(SqlState.BUSY);
    }
}
