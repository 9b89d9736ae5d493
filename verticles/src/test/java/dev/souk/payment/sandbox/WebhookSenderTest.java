package dev.souk.payment.sandbox;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.SharedStack;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {
    private static final String NAME = "webhook_sender";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.create();
    private final Context context = database.vertx.getOrCreateContext();
    private final WebhookRepository repository = new WebhookRepository();
    private final AtomicInteger arrived = new AtomicInteger();
    private final Set<String> bodies = ConcurrentHashMap.newKeySet();
    private final Promise<Void> answers = Promise.promise();
    private Pool pool;
    private TransactionRunner transactions;
    private HttpServer shop;
    private WebhookSender sender;

    @BeforeEach
    void open() {
        SharedStack.get().postgres().createDatabase(NAME);
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://127.0.0.1:" + database.settings.sql().port() + "/" + NAME, "souk", "")
                .locations("classpath:db/sandbox")
                .load()
                .migrate();
        pool = SqlPool.open(database.vertx, database.settings.sql(), NAME);
        transactions = new TransactionRunner(database.vertx, pool, database.metrics, PATIENCE);
        shop = await(
                database.vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1"));
        sender = await(onContext(() -> Future.succeededFuture(new WebhookSender(
                database.vertx,
                transactions,
                repository,
                "http://127.0.0.1:" + shop.actualPort() + "/",
                "secret",
                InstantSource.system()))));
    }

    @AfterEach
    void close() {
        sender.close();
        await(shop.close());
        await(pool.close());
        database.close();
    }

    private void take(HttpServerRequest request) {
        arrived.incrementAndGet();
        request.body()
                .onSuccess(body -> bodies.add(body.toString()))
                .compose(body -> answers.future())
                .onSuccess(now -> request.response().end());
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(here -> work.get().onComplete(done));
        return done.future();
    }

    private void save(List<Webhook> webhooks) {
        await(transactions.run("save", tx -> repository.save(tx, webhooks, Duration.ZERO)));
    }

    private long count(String sql) {
        return await(pool.query(sql).execute()).iterator().next().getLong(0);
    }

    /** Another transaction changed the row: the pool's SERIALIZABLE would refuse the write after the wait. */
    @Test
    void shouldWriteDownThatAWebhookArrivedAlthoughAnotherChangedItsRow() {
        answers.complete();
        Webhook webhook = new Webhook(UUID.randomUUID(), "{}", 1, 0);
        save(List.of(webhook));

        SqlConnection other = await(pool.getConnection());
        await(other.query("BEGIN").execute());
        await(other.query("UPDATE webhook SET tries = tries + 1").execute());
        Future<Void> sent = onContext(() -> sender.send(webhook));
        Awaitility.await().atMost(PATIENCE).until(() -> count("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = 'webhook_sender' AND wait_event_type = 'Lock'
                  AND query LIKE 'DELETE FROM webhook%'
                """) == 1);
        await(other.query("COMMIT").execute());
        await(other.close());

        await(sent);
        assertThat(arrived).hasValue(1);
        assertThat(count("SELECT count(*) FROM webhook")).isZero();
    }

    @Test
    void shouldKeepNoMoreUnderWayThanThereIsRoomForAndSweepTheOthers() {
        int many = 3 * WebhookSender.MOST_UNDER_WAY;
        List<Webhook> webhooks = IntStream.range(0, many)
                .mapToObj(i -> new Webhook(UUID.randomUUID(), "{\"number\":" + i + "}", 1, 0))
                .toList();
        save(webhooks);

        long underWay = await(onContext(() -> Future.succeededFuture(webhooks.stream()
                .map(sender::send)
                .filter(sent -> !sent.isComplete())
                .count())));
        assertThat(underWay).isEqualTo(WebhookSender.MOST_UNDER_WAY);
        Awaitility.await().atMost(PATIENCE).until(() -> arrived.get() > 0);
        answers.complete();

        Awaitility.await().atMost(PATIENCE).until(() -> {
            await(onContext(sender::sweep));
            return count("SELECT count(*) FROM webhook") == 0;
        });
        assertThat(bodies).hasSize(many);
    }
}
