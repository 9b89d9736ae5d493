package dev.souk.testing;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A migrated database of one's own on the shared PostgreSQL server, with a pool and a transaction runner. Make one for a
 * test class and close it after; tests inside the class keep apart by their own ids and SKUs.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int SECONDS = 20;

    public final Vertx vertx = Vertx.vertx();
    public final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    public final Settings settings;
    public final Pool pool;
    public final TransactionRunner transactions;

    private TestDatabase(Settings settings) {
        this.settings = settings;
        this.pool = SqlPool.open(vertx, settings.sql());
        this.transactions = new TransactionRunner(vertx, pool, metrics, Duration.ofSeconds(SECONDS));
    }

    /** @param overrides of settings, by dotted key */
    public static TestDatabase create(Map<String, String> overrides) {
        return on(SharedStack.get(), overrides);
    }

    /** On a stack of the test's own, whose servers it may kill. */
    public static TestDatabase on(EmbeddedStack stack, Map<String, String> overrides) {
        String database = "test_" + COUNT.incrementAndGet();
        stack.postgres().createDatabase(database);
        migrate(stack, database, "classpath:db/migration");
        Map<String, String> all = new HashMap<>(Map.of(
                "sql.port",
                Integer.toString(stack.options().postgresPort()),
                "sql.database",
                database,
                "kafka.bootstrap-servers",
                stack.kafka().bootstrapServers(),
                "cluster.enabled",
                "false",
                "redis.nodes",
                ""));
        all.putAll(overrides);
        return new TestDatabase(SettingsLoader.load(List.of(), Map.of(), all));
    }

    public static TestDatabase create() {
        return create(Map.of());
    }

    private static void migrate(EmbeddedStack stack, String database, String location) {
        Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://127.0.0.1:" + stack.options().postgresPort() + "/" + database, "souk", "")
                .locations(location)
                .load()
                .migrate();
    }

    /** Waits for a result outside the event loops. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        await(pool.close());
        await(vertx.close());
    }
}
