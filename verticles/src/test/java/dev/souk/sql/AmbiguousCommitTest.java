package dev.souk.sql;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimOutcome;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import dev.souk.testing.TestDatabase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection breaks after COMMIT was sent: whether it took effect is unknown until the transaction is run again. */
final class AmbiguousCommitTest {
    private final TestDatabase database = TestDatabase.create();
    private final AtomicBoolean cutBefore = new AtomicBoolean();
    private final AtomicBoolean cutAfter = new AtomicBoolean();
    private final AtomicInteger runs = new AtomicInteger();
    private Pool pool;
    private TransactionRunner runner;

    /** A proxy between the pool and the server breaks the connection at the worst moment. */
    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() {
        await(database.pool.query("CREATE TABLE effect (id UUID, run INT4)").execute());
        NetServer between = database.vertx.createNetServer().connectHandler(this::forward);
        int port = await(between.listen(0, "127.0.0.1")).actualPort();
        Settings settings = SettingsLoader.load(
                List.of(),
                Map.of(),
                Map.of(
                        "sql.port",
                        Integer.toString(port),
                        "sql.database",
                        database.settings.sql().database()));
        pool = SqlPool.open(database.vertx, settings.sql());
        runner = new TransactionRunner(database.vertx, pool, database.metrics, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        await(pool.close());
        database.close();
    }

    private void forward(NetSocket client) {
        client.pause();
        database.vertx
                .createNetClient()
                .connect(database.settings.sql().port(), "127.0.0.1")
                .onSuccess(server -> {
                    AtomicBoolean deaf = new AtomicBoolean();
                    client.handler(sent -> {
                        boolean commit =
                                sent.toString(StandardCharsets.ISO_8859_1).contains("COMMIT");
                        if (commit && cutBefore.compareAndSet(true, false)) {
                            client.close();
                            server.close();
                            return;
                        }
                        if (commit && cutAfter.compareAndSet(true, false)) {
                            deaf.set(true);
                        }
                        server.write(sent);
                    });
                    server.handler(answered -> {
                        if (deaf.get()) {
                            // The server has committed, and the client never hears of it.
                            client.close();
                            server.close();
                        } else {
                            client.write(answered);
                        }
                    });
                    client.closeHandler(closed -> server.close());
                    server.closeHandler(closed -> client.close());
                    client.resume();
                });
    }

    private ClaimOutcome claimAndWrite(Claim claim) {
        ClaimRepository claims = new ClaimRepository();
        return await(runner.run(
                "ambiguous",
                tx -> claims.claim(tx, List.of(claim))
                        .compose(outcomes -> outcomes.getFirst() instanceof ClaimOutcome.Fresh
                                ? tx.query("INSERT INTO effect VALUES ('" + claim.resource() + "', "
                                                + runs.incrementAndGet() + ")")
                                        .execute()
                                        .map(outcomes.getFirst())
                                : io.vertx.core.Future.succeededFuture(outcomes.getFirst()))));
    }

    private long effects() {
        return await(database.pool
                .query("SELECT count(*) FROM effect")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    private static Claim claim() {
        return new Claim(
                "alice", "POST /v1/orders", "key", "hash", UUID.randomUUID().toString());
    }

    @Test
    void aCommitWhoseAnswerWasLostIsFoundByTheSecondRun() {
        Claim claim = claim();
        cutAfter.set(true);

        ClaimOutcome outcome = claimAndWrite(claim);

        assertThat(cutAfter).isFalse();
        assertThat(outcome).isEqualTo(new ClaimOutcome.Replay(claim.resource()));
        assertThat(effects()).isEqualTo(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aCommitThatNeverArrivedIsMadeByTheSecondRun() {
        cutBefore.set(true);

        ClaimOutcome outcome = claimAndWrite(claim());

        assertThat(cutBefore).isFalse();
        assertThat(outcome).isInstanceOf(ClaimOutcome.Fresh.class);
        assertThat(effects()).isEqualTo(1);
        assertThat(runs).hasValue(2);
        assertThat(database.metrics
                        .counter("souk.sql.retries", "transaction", "ambiguous", "reason", SqlState.LOST.name())
                        .count())
                .isEqualTo(1);
    }
}
