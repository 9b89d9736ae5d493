package dev.souk.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.Migrations.Folders;
import dev.souk.launcher.Migrations.MigrationException;
import dev.souk.launcher.Migrations.Outcome;
import dev.souk.launcher.Migrations.Server;
import dev.souk.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The two histories of CockroachDB, and how the second one came, with steps that PostgreSQL understands. */
class CockroachHistoryTest {
    private static final String SPREAD = "CREATE INDEX thing_spread ON thing (id);";

    private final EmbeddedStack stack = SharedStack.get();

    @TempDir
    private Path folder;

    private Settings.Sql sql;

    @BeforeEach
    void plantTheFirstSteps(TestInfo test) throws IOException {
        String database = "cockroach_"
                + Integer.toHexString(
                        test.getTestMethod().orElseThrow().getName().hashCode());
        sql = TestSettings.of(stack, database, Map.of()).sql();
        Files.createDirectories(folder.resolve("common"));
        Files.createDirectories(folder.resolve("cockroach"));
        common("V6__thing.sql", "CREATE TABLE thing (id INT8 PRIMARY KEY);");
        cockroach(SPREAD);
    }

    private void common(String name, String statements) {
        write("common/" + name, statements);
    }

    private void cockroach(String statements) {
        write("cockroach/" + CockroachHistory.ADOPTED, statements);
    }

    private void write(String path, String statements) {
        try {
            Files.writeString(folder.resolve(path), statements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Folders folders() {
        return new Folders("filesystem:" + folder.resolve("common"), "filesystem:" + folder.resolve("cockroach"));
    }

    private Outcome migrate(Server server) {
        return new Migrations(sql).migrateShop("a server", server, folders());
    }

    private String url() {
        return "jdbc:postgresql://" + sql.host() + ":" + sql.port() + "/" + sql.database();
    }

    private void migrateAsVersionsBeforeDid() {
        Flyway.configure()
                .dataSource(url(), sql.user(), "")
                .locations(folders().common(), folders().cockroach())
                .load()
                .migrate();
    }

    private List<String> query(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), sql.user(), "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private void execute(String statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), sql.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private List<String> history(String table) throws SQLException {
        return query("SELECT version FROM " + table + " WHERE success ORDER BY installed_rank");
    }

    @Test
    void aCommonStepThatIsNewerThanTheOthersIsStillApplied() throws SQLException {
        Outcome first = migrate(Server.COCKROACHDB);
        common("V7__other.sql", "CREATE TABLE other (id INT8);");
        Outcome second = migrate(Server.COCKROACHDB);
        Outcome third = migrate(Server.COCKROACHDB);

        assertThat(first).isEqualTo(new Outcome("a server", 2, "6"));
        assertThat(second).isEqualTo(new Outcome("a server", 1, "7"));
        assertThat(third).isEqualTo(new Outcome("a server", 0, "7"));
        assertThat(history(CockroachHistory.COMMON_TABLE)).containsExactly("6", "7");
        assertThat(history(CockroachHistory.TABLE)).containsExactly("0", "100");
    }

    @Test
    void postgresqlHasOnlyTheCommonSteps() throws SQLException {
        assertThat(migrate(Server.POSTGRESQL).applied()).isEqualTo(1);
        assertThat(query("SELECT tablename FROM pg_tables WHERE tablename = '" + CockroachHistory.TABLE + "'"))
                .isEmpty();
        assertThat(Server.of("PostgreSQL 18.4 on x86_64")).isEqualTo(Server.POSTGRESQL);
        assertThat(Server.of("CockroachDB CCL v26.2.5 (x86_64-pc-linux-gnu)")).isEqualTo(Server.COCKROACHDB);
    }

    @Test
    void aDatabaseWithOneHistoryIsTakenOverByManyProcessesAtOnceAndItsStepsDoNotRunAgain() throws Exception {
        migrateAsVersionsBeforeDid();
        common("V7__other.sql", "CREATE TABLE other (id INT8);");
        assertThatThrownBy(this::migrateAsVersionsBeforeDid)
                .as("what the second history is for")
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("7");

        Callable<Outcome> migrate = () -> migrate(Server.COCKROACHDB);
        int applied = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Outcome> outcome : threads.invokeAll(List.of(migrate, migrate, migrate, migrate))) {
                applied += outcome.get().applied();
            }
        }

        assertThat(applied).isEqualTo(1);
        assertThat(history(CockroachHistory.COMMON_TABLE)).containsExactly("6", "7");
        assertThat(history(CockroachHistory.TABLE)).containsExactly("100");
    }

    @Test
    void aProcessThatIsKilledWhileItTakesOverIsFollowedByOneThatFinishes() throws SQLException {
        migrateAsVersionsBeforeDid();
        String common = CockroachHistory.COMMON_TABLE;
        execute("CREATE TABLE killed AS SELECT * FROM " + common + " WHERE version = '100'");
        migrate(Server.COCKROACHDB);
        // The step is noted in its own history, and not yet removed from the common one.
        execute("INSERT INTO " + common + " SELECT * FROM killed");

        assertThat(migrate(Server.COCKROACHDB).applied()).isZero();
        assertThat(history(CockroachHistory.COMMON_TABLE)).containsExactly("6");
        assertThat(history(CockroachHistory.TABLE)).containsExactly("100");
    }

    @Test
    void aStepThatHadFailedInTheOneHistoryRunsInItsOwn() throws SQLException {
        migrateAsVersionsBeforeDid();
        execute("DROP INDEX thing_spread;" + " UPDATE " + CockroachHistory.COMMON_TABLE
                + " SET success = false WHERE version = '100'");

        assertThat(migrate(Server.COCKROACHDB).applied()).isEqualTo(1);
        assertThat(history(CockroachHistory.COMMON_TABLE)).containsExactly("6");
        assertThat(history(CockroachHistory.TABLE)).containsExactly("0", "100");
    }

    @Test
    void aStepThatFailsInTheMiddleRunsAgainFromItsFirstStatement() throws SQLException {
        cockroach("CREATE INDEX IF NOT EXISTS thing_spread ON thing (id); CREATE INDEX nowhere ON nothing (id);");
        assertThatThrownBy(() -> migrate(Server.COCKROACHDB))
                .isInstanceOf(MigrationException.class)
                .hasMessageStartingWith("database " + sql.database() + ": ")
                .hasMessageNotContaining("\n");
        assertThat(query("SELECT indexname FROM pg_indexes WHERE indexname = 'thing_spread'"))
                .as("each statement is a transaction of its own")
                .hasSize(1);

        cockroach("CREATE INDEX IF NOT EXISTS thing_spread ON thing (id); CREATE INDEX thing_too ON thing (id);");

        assertThat(migrate(Server.COCKROACHDB).applied()).isEqualTo(1);
        assertThat(history(CockroachHistory.TABLE)).containsExactly("0", "100");
    }

    @Test
    void theCommonStepsOfTheShopRunStatementByStatement() throws SQLException {
        Folders shop = new Folders(Folders.SHOP.common(), folders().cockroach());
        cockroach("CREATE INDEX stand_in ON orders (total);");

        Outcome outcome = new Migrations(sql).migrateShop("a server", Server.COCKROACHDB, shop);

        assertThat(outcome.applied()).isEqualTo(Schema.known().size() + 1);
        assertThat(history(CockroachHistory.COMMON_TABLE)).hasSameSizeAs(Schema.known());
    }
}
