package dev.souk.sql;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.testing.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that travel with BEGIN and COMMIT, on a single connection: all take effect or none. */
final class OneTripTest {
    private static TestDatabase database;
    private static TransactionRunner runner;
    private static SqlConnection held;

    @BeforeAll
    static void open() {
        database = TestDatabase.create(Map.of("sql.pool-size", "2"));
        runner = new TransactionRunner(database.vertx, database.pool, database.metrics, Duration.ZERO);
        await(database.pool
                .query("CREATE TABLE note (id INT8 PRIMARY KEY, amount INT8)")
                .execute());
        held = await(database.pool.getConnection());
    }

    @AfterAll
    static void close() {
        await(held.close());
        database.close();
    }

    @BeforeEach
    void clear() {
        await(database.pool.query("DELETE FROM note").execute());
    }

    private static Future<?> note(SqlClient client, Object id) {
        return client.preparedQuery("INSERT INTO note (id) VALUES ($1)").execute(Tuple.of(id));
    }

    private static List<Long> notes() {
        return await(database.pool.query("SELECT id FROM note ORDER BY id").execute()).stream()
                .map(row -> row.getLong(0))
                .toList();
    }

    private static <T> Future<T> on(Context context, Function<SqlClient, Future<T>> statements) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> runner.guardedOnce("one-trip", statements).onComplete(promise));
        return promise.future();
    }

    @Test
    void whatWasQueuedBeforeAnExceptionIsUndone() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> await(runner.guardedOnce("thrown", client -> {
                        note(client, 1L);
                        throw new IllegalStateException("half way");
                    })))
                    .hasMessage("half way");
        }

        assertThat(notes()).isEmpty();
    }

    @Test
    void whatWasQueuedBesidesAFailureIsUndone() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> await(runner.guardedOnce("failed", client -> {
                        Future<?> failed = Future.failedFuture(new IllegalStateException("half way"));
                        return Future.all(note(client, 1L), failed, note(client, 2L));
                    })))
                    .hasMessage("half way");
        }

        assertThat(notes()).isEmpty();
    }

    /**
     * The client refuses a parameter of a wrong type, and the server never hears of that statement. Where the connection lives
     * on another event loop, or has not prepared the statement, it does so after everything is queued.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasQueuedBeforeAStatementThatTheClientRefusesIsUndone(boolean prepared) {
        Context first = loop();
        Context other = loop();
        assertThat(thread(other)).isNotEqualTo(thread(first));
        String refused = "INSERT INTO note (id, amount) VALUES ($1, $2) /* %s */".formatted(prepared);
        if (prepared) {
            await(on(first, client -> client.preparedQuery(refused).execute(Tuple.of(100L, 1L))));
            await(database.pool.query("DELETE FROM note").execute());
        }

        for (Context context : List.of(first, other, first, other)) {
            assertThatThrownBy(() -> await(on(
                            context,
                            client -> Future.all(
                                    note(client, 1L),
                                    client.preparedQuery(refused).execute(Tuple.of(2L, "many")),
                                    note(client, 3L)))))
                    .isInstanceOf(VertxException.class)
                    .hasMessageContaining("many");
            assertThat(notes()).isEmpty();
        }
    }

    /** A context on an event loop of its own. */
    private static Context loop() {
        Promise<Context> loop = Promise.promise();
        Deployable verticle = context -> {
            loop.complete(context);
            return Future.succeededFuture();
        };
        await(database.vertx.deployVerticle(verticle));
        return await(loop.future());
    }

    private static String thread(Context context) {
        Promise<String> name = Promise.promise();
        context.runOnContext(turn -> name.complete(Thread.currentThread().getName()));
        return await(name.future());
    }

    @Test
    void aStatementOfANewShapeIsCommittedToo() {
        for (int i = 0; i < 3; i++) {
            int id = i;
            await(runner.guardedOnce("shapes", client -> Future.all(note(client, 10L + id), note(client, 20 + id))));
        }

        assertThat(notes()).containsExactly(10L, 11L, 12L, 20L, 21L, 22L);
    }

    @Test
    void everyTypeOfStatementIsWatched() {
        for (int i = 0; i < 3; i++) {
            int id = i;
            List<Long> ids = await(runner.guardedOnce("kinds", client -> {
                Future<?> batch = client.preparedQuery("INSERT INTO note (id) VALUES ($1)")
                        .executeBatch(List.of(Tuple.of(10L + id), Tuple.of(20L + id)));
                Future<List<Long>> mapped = client.preparedQuery("SELECT id FROM note WHERE id = $1")
                        .mapping(row -> row.getLong(0))
                        .execute(Tuple.of(20L + id))
                        .map(rows -> rows.stream().toList());
                Future<List<Long>> collected = client.preparedQuery("SELECT id FROM note WHERE id % 10 = " + id)
                        .collecting(Collectors.mapping(row -> row.getLong(0), Collectors.toList()))
                        .execute()
                        .map(result -> result.value());
                return Future.all(batch, mapped, collected).map(done -> {
                    assertThat(mapped.result()).containsExactly(20L + id);
                    return collected.result();
                });
            }));
            assertThat(ids).containsExactlyInAnyOrder(10L + id, 20L + id);
        }
        assertThat(notes()).hasSize(6);
    }

    @Test
    void whoeverAsksHearsThatCommitIsUnderWayAndThatOfAFailureThereIsNone() {
        AtomicInteger sent = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            long id = i;
            await(runner.guardedOnce("sent", client -> note(client, id), sent::incrementAndGet));
        }
        assertThat(sent).hasValue(3);

        assertThatThrownBy(() -> await(runner.guardedOnce(
                        "sent",
                        client -> {
                            throw new IllegalStateException("no");
                        },
                        sent::incrementAndGet)))
                .hasMessage("no");
        assertThat(sent).hasValue(3);
    }
}
