package dev.souk.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Migrations.MigrationException;
import dev.souk.launcher.Migrations.Outcome;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    private final EmbeddedStack stack = SharedStack.get();

    @Test
    void bringAnEmptyDatabaseToTheNewestVersionAndThenHaveNothingToDo() {
        Migrations migrations =
                new Migrations(TestSettings.of(stack, "migrate_empty", Map.of()).sql());
        String newest =
                Schema.known().stream().max(Integer::compare).orElseThrow().toString();

        Outcome first = migrations.migrateShop();
        Outcome second = migrations.migrateShop();

        assertThat(first.applied()).isEqualTo(Schema.known().size());
        assertThat(first.version()).isEqualTo(newest);
        assertThat(first.server()).startsWith("PostgreSQL");
        assertThat(second.applied()).isZero();
        assertThat(second.version()).isEqualTo(newest);
    }

    @Test
    void mayRunInManyProcessesAtOnce() throws Exception {
        Settings.Sql sql = TestSettings.of(stack, "migrate_race", Map.of()).sql();
        Callable<Outcome> migrate = () -> new Migrations(sql).migrateShop();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Outcome>> outcomes = threads.invokeAll(List.of(migrate, migrate, migrate, migrate));
            int applied = 0;
            for (Future<Outcome> outcome : outcomes) {
                applied += outcome.get().applied();
            }
            assertThat(applied).isEqualTo(Schema.known().size());
        }
    }

    @Test
    void createTheSandboxDatabaseWhereItIsMissing() {
        Settings settings = TestSettings.of(
                stack, "migrate_sandbox", Map.of("sandbox.enabled", "true", "sandbox.database", "migrate_ledger"));
        Migrations migrations = new Migrations(settings.sql());

        List<Outcome> outcomes = Stream.generate(() -> migrations.migrateSandbox(settings.sandbox()))
                .limit(2)
                .toList();

        assertThat(outcomes.get(1).applied()).isZero();
        assertThat(outcomes.get(1).version()).isEqualTo(outcomes.get(0).version());
    }

    @Test
    void sayInOneLineThatTheDatabaseCannotBeReached() {
        Settings.Sql nowhere =
                TestSettings.of(stack, "migrate_empty", Map.of("sql.port", "1")).sql();

        assertThatThrownBy(() -> new Migrations(nowhere).migrateShop())
                .isInstanceOfSatisfying(
                        MigrationException.class,
                        e -> assertThat(e.unreachable()).isTrue())
                .hasMessageStartingWith("database migrate_empty at 127.0.0.1:1: Connection")
                .hasMessageNotContaining("\n");
    }

    @Test
    void checkTheServerByTheAuthorityOfTheSettings(@TempDir Path folder) throws Exception {
        // The name has characters that have a meaning in a URL.
        Path odd = Files.createDirectories(folder.resolve("a folder & more"));
        try (TlsServer server = new TlsServer(odd)) {
            Path other = TlsServer.certificate(odd, "other");

            assertThatThrownBy(() -> tls(server, server.certificate()).migrateShop())
                    .hasMessageContaining(TlsServer.REACHED);
            assertThatThrownBy(() -> tls(server, other).migrateShop())
                    .isInstanceOf(MigrationException.class)
                    .hasMessageNotContaining(TlsServer.REACHED)
                    .hasMessageContaining("SSL error");
        }
    }

    private Migrations tls(TlsServer server, Path authority) {
        Map<String, String> overrides = Map.of(
                "sql.port",
                Integer.toString(server.port()),
                "sql.ssl-mode",
                "verify-full",
                "sql.ca-file",
                authority.toString());
        return new Migrations(TestSettings.of(stack, "migrate_empty", overrides).sql());
    }

    @Test
    void areSeenByANodeAlsoWhileAnotherMigrationHasItsLockInTheHistory() throws Exception {
        Settings.Sql sql = TestSettings.of(stack, "migrate_locked", Map.of()).sql();
        new Migrations(sql).migrateShop();
        // The row that Flyway locks with on CockroachDB.
        Vertx vertx = Vertx.vertx();
        try {
            Pool pool = SqlPool.open(vertx, sql);
            Schema.State state = pool.query("INSERT INTO flyway_schema_history (installed_rank, version, description,"
                            + " type, script, checksum, installed_by, execution_time, success)"
                            + " VALUES (-100, 'qPwzL3dk8Tj', 'flyway-lock', '', '', 0, 'souk', 0, true)")
                    .execute()
                    .compose(planted -> Schema.state(pool))
                    .await(20, TimeUnit.SECONDS);

            assertThat(state.missing()).isEmpty();
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }
}
