package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.audit.Audit;
import dev.souk.audit.AuditReport;
import dev.souk.audit.Progress;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The audit as a test asks for it: it waits for work in flight, and names every violation. */
public final class Audits {
    private static final Duration SETTLE = Duration.ofSeconds(30);

    private Audits() {}

    public static void assertClean(Settings settings) {
        Vertx vertx = Vertx.vertx();
        Pool pool = SqlPool.open(vertx, settings.sql());
        TransactionRunner transactions =
                new TransactionRunner(vertx, pool, new SimpleMeterRegistry(), Duration.ofSeconds(10));
        try {
            AuditReport report = await(Audit.of(vertx, settings, transactions).run(SETTLE, Progress.SILENT));
            assertThat(report.checks())
                    .isNotEmpty()
                    .allSatisfy(check ->
                            assertThat(check.violations()).as(check.name()).isEmpty());
            assertThat(report.ok()).isTrue();
        } finally {
            await(pool.close());
            await(vertx.close());
        }
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(90, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
