package dev.souk.launcher.shop;

import dev.souk.audit.Audit;
import dev.souk.audit.AuditReport;
import dev.souk.audit.Progress;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Migrations;
import dev.souk.launcher.Node;
import dev.souk.launcher.TestSettings;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node with every role and the sandbox provider, in this JVM, on a database of its own. */
final class RunningNode implements AutoCloseable {
    private static final Duration SETTLE = Duration.ofSeconds(20);

    private final Settings settings;
    private final Node node;

    private RunningNode(Settings settings, Node node) {
        this.settings = settings;
        this.node = node;
    }

    static RunningNode start(String database, Map<String, String> overrides) {
        EmbeddedStack stack = SharedStack.get();
        stack.postgres().createDatabase(database + "_sandbox");
        Map<String, String> all = new HashMap<>(overrides);
        int http = freePort();
        int sandbox = freePort();
        Path key = stack.folder().data().resolve("dev-key-" + database + ".pem");
        all.putAll(Map.of(
                "node.name", database,
                "http.port", Integer.toString(http),
                "auth.dev", "true",
                "auth.dev-key", key.toString(),
                "payment.webhook-secret", "a secret of this test",
                "payment.provider-url", "http://127.0.0.1:" + sandbox,
                "sandbox.enabled", "true",
                "sandbox.port", Integer.toString(sandbox),
                "sandbox.database", database + "_sandbox",
                "sandbox.webhook-url", "http://127.0.0.1:" + http + "/v1/payments/webhook"));
        Settings settings = TestSettings.of(stack, database, all);
        Migrations migrations = new Migrations(settings.sql());
        migrations.migrateShop();
        migrations.migrateSandbox(settings.sandbox());
        return new RunningNode(settings, await(Node.start(settings)));
    }

    Shop shop() {
        return new Shop("http://127.0.0.1:" + settings.http().port());
    }

    /** Looks until everything has settled, or some of it never does. */
    AuditReport audit() {
        Vertx vertx = Vertx.vertx();
        Pool pool = SqlPool.open(vertx, settings.sql());
        TransactionRunner transactions =
                new TransactionRunner(vertx, pool, new SimpleMeterRegistry(), Duration.ofSeconds(10));
        try {
            return await(Audit.of(vertx, settings, transactions).run(SETTLE, Progress.SILENT));
        } finally {
            await(pool.close());
            await(vertx.close());
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(node.stop());
    }
}
