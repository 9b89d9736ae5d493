package dev.souk.sql;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.UnavailableException;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.Progress;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions while the server is killed, away, or frozen. */
@Tag("stack")
final class DatabaseOutageTest {
    @TempDir
    private static Path folder;

    private static EmbeddedStack stack;
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        stack = EmbeddedStack.start(StackOptions.temporary(folder), Progress.SILENT);
        database = TestDatabase.on(stack, Map.of("sql.statement-timeout", "1s"));
        await(database.pool
                .query("CREATE TABLE effect (id UUID PRIMARY KEY, run INT4)")
                .execute());
    }

    @AfterAll
    static void close() {
        database.close();
        stack.stop();
    }

    private static ServerProcess postgres() {
        return stack.postgres().process();
    }

    /** A runner as a node has it: with a limit for a single attempt. */
    private static TransactionRunner runner() {
        return new TransactionRunner(
                database.vertx,
                database.pool,
                database.metrics,
                Duration.ofSeconds(10),
                SqlPool.attemptLimit(database.settings.sql()));
    }

    private static Future<Integer> write(Duration within, UUID id, AtomicInteger runs, Runnable afterInsert) {
        return runner().run("outage", within, tx -> {
            int run = runs.incrementAndGet();
            return tx.query("INSERT INTO effect VALUES ('" + id + "', " + run + ") ON CONFLICT (id) DO NOTHING")
                    .execute()
                    .map(inserted -> {
                        afterInsert.run();
                        return run;
                    });
        });
    }

    private static int runOf(UUID id) {
        return await(database.pool
                .query("SELECT run FROM effect WHERE id = '" + id + "'")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0)));
    }

    @Test
    void aServerThatIsKilledInsideATransactionIsWaitedFor() {
        UUID id = UUID.randomUUID();
        AtomicInteger runs = new AtomicInteger();

        Future<Integer> written = write(TransactionRunner.FOREVER, id, runs, () -> {
            if (runs.get() == 1) {
                postgres().kill();
            }
        });
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> runs.get() >= 1 && !postgres().isAlive());
        postgres().restart();

        int run = await(written);
        assertThat(run).isGreaterThan(1);
        assertThat(runOf(id)).isEqualTo(run);
    }

    @Test
    void aServerThatRefusesConnectionsIsUnavailableAndServesAgainWhenItIsBack() {
        postgres().stop(Duration.ofSeconds(10));
        try {
            assertThatThrownBy(() -> await(database.transactions.run(
                            "refused", Duration.ofMillis(300), tx -> Future.succeededFuture(1))))
                    .isInstanceOf(UnavailableException.class)
                    .satisfies(failure ->
                            assertThat(SqlState.of(failure.getCause())).isEqualTo(SqlState.LOST));
            assertThatThrownBy(() ->
                            await(new TransactionRunner(database.vertx, database.pool, database.metrics, Duration.ZERO)
                                    .read(
                                            "refused-read",
                                            client -> client.query("SELECT 1").execute())))
                    .isInstanceOf(UnavailableException.class);
        } finally {
            postgres().restart();
        }
        UUID id = UUID.randomUUID();
        await(write(Duration.ofSeconds(20), id, new AtomicInteger(), () -> {}));
        assertThat(runOf(id)).isPositive();
    }

    /** The frozen server keeps its sockets open and answers nothing: no error ever comes from it. */
    @Test
    void aServerThatIsFrozenIsGivenUpAndServesAgainWhenItThaws() {
        UUID id = UUID.randomUUID();
        AtomicInteger runs = new AtomicInteger();
        Future<Integer> frozen;
        try {
            frozen = write(Duration.ofSeconds(1), id, runs, () -> postgres().suspend());

            assertThatThrownBy(() -> await(frozen)).isInstanceOf(UnavailableException.class);
            assertThat(database.metrics
                            .counter("souk.sql.retries", "transaction", "outage", "reason", SqlState.TIMEOUT.name())
                            .count())
                    .isEqualTo(1);
        } finally {
            postgres().resume();
        }
        await(write(Duration.ofSeconds(20), id, runs, () -> {}));
        assertThat(runOf(id)).isPositive();
    }
}
