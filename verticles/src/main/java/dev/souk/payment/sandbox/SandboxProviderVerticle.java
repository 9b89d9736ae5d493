package dev.souk.payment.sandbox;

import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox provider: an HTTP server on {@code sandbox.port}, a ledger in the database {@code sandbox.database}, and
 * the webhooks it sends. Its tables are to be migrated before ({@code db/sandbox}).
 */
public final class SandboxProviderVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(SandboxProviderVerticle.class);
    private static final int IDLE_SECONDS = 60;
    private static final long SWEEP_MILLIS = 1_000;

    private final Settings settings;
    private final MeterRegistry metrics;
    private Pool pool;
    private WebhookSender webhooks;
    private HttpServer server;
    private Future<?> sweep = Future.succeededFuture();
    private long timer = -1;

    /** @throws IllegalArgumentException when there is no secret to sign webhooks with */
    @SuppressWarnings("NullAway.Init") // what belongs to the context is made in start
    public SandboxProviderVerticle(Settings settings, MeterRegistry metrics) {
        if (settings.payment().webhookSecret().value().isEmpty()) {
            throw new IllegalArgumentException("the sandbox provider needs payment.webhook-secret");
        }
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        Settings.Sandbox sandbox = settings.sandbox();
        pool = SqlPool.open(vertx, settings.sql(), sandbox.database());
        TransactionRunner transactions =
                new TransactionRunner(vertx, pool, metrics, settings.sql().retryFor());
        WebhookRepository repository = new WebhookRepository();
        webhooks = new WebhookSender(
                vertx,
                transactions,
                repository,
                sandbox.webhookUrl(),
                settings.payment().webhookSecret().value(),
                InstantSource.system());
        SandboxLedger ledger = new SandboxLedger(vertx, metrics, transactions, new LedgerRepository(), repository);
        timer = vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
        server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(sandbox.host())
                .setPort(sandbox.port())
                .setIdleTimeout(IDLE_SECONDS));
        return server.requestHandler(
                        new SandboxRoutes(vertx, settings.payment().providerKey(), ledger, webhooks).router())
                .listen()
                .onSuccess(listening -> log.info("the sandbox provider listens on port {}", listening.actualPort()));
    }

    /** @return the port it listens on, once started */
    public int port() {
        return server.actualPort();
    }

    private void sweep() {
        if (sweep.isComplete()) {
            sweep = webhooks.sweep()
                    .onFailure(failure -> log.warn("webhooks that are due were not sent: {}", failure.getMessage()));
        }
    }

    @Override
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        return server.shutdown(1, TimeUnit.SECONDS).eventually(() -> {
            webhooks.close();
            return pool.close();
        });
    }
}
