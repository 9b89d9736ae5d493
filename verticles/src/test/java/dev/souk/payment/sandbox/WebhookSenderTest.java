package dev.souk.payment.sandbox;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.SharedStack;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {
    private static final String NAME = "webhook_sender";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static long count(Pool pool, String sql) {
        return await(pool.query(sql).execute()).iterator().next().getLong(0);
    }

    /** Where the pool's SERIALIZABLE would refuse the write after the wait: the row was changed by another. */
    @Test
    void shouldWriteDownThatAWebhookArrivedAlthoughAnotherChangedItsRow() {
        try (TestDatabase database = TestDatabase.create()) {
            SharedStack.get().postgres().createDatabase(NAME);
            Flyway.configure()
                    .dataSource(
                            "jdbc:postgresql://127.0.0.1:"
                                    + database.settings.sql().port() + "/" + NAME,
                            "souk",
                            "")
                    .locations("classpath:db/sandbox")
                    .load()
                    .migrate();
            Pool pool = SqlPool.open(database.vertx, database.settings.sql(), NAME);
            TransactionRunner transactions = new TransactionRunner(database.vertx, pool, database.metrics, PATIENCE);
            AtomicInteger arrived = new AtomicInteger();
            HttpServer shop = await(database.vertx
                    .createHttpServer()
                    .requestHandler(request -> {
                        arrived.incrementAndGet();
                        request.response().end();
                    })
                    .listen(0, "127.0.0.1"));
            WebhookRepository repository = new WebhookRepository();
            WebhookSender sender = new WebhookSender(
                    database.vertx,
                    transactions,
                    repository,
                    "http://127.0.0.1:" + shop.actualPort() + "/",
                    "secret",
                    InstantSource.system());
            Webhook webhook = new Webhook(UUID.randomUUID(), "{}", 1, 0);
            await(transactions.run("save", tx -> repository.save(tx, List.of(webhook), Duration.ZERO)));

            SqlConnection other = await(pool.getConnection());
            await(other.query("BEGIN").execute());
            await(other.query("UPDATE webhook SET tries = tries + 1").execute());
            Future<Void> sent = sender.send(webhook);
            Awaitility.await().atMost(PATIENCE).until(() -> count(pool, """
                                    SELECT count(*) FROM pg_stat_activity
                                    WHERE datname = 'webhook_sender' AND wait_event_type = 'Lock'
                                      AND query LIKE 'DELETE FROM webhook%'
                                    """) == 1);
            await(other.query("COMMIT").execute());
            await(other.close());

            await(sent);
            assertThat(arrived).hasValue(1);
            assertThat(count(pool, "SELECT count(*) FROM webhook")).isZero();
            sender.close();
            await(shop.close());
            await(pool.close());
        }
    }
}
