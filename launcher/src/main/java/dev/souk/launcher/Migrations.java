package dev.souk.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.souk.settings.Settings;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the schema up to this program's version. Blocks; any number of processes may do it at the same time. One that
 * is killed in the middle leaves whole steps on PostgreSQL, and whole statements on CockroachDB (docs/operations.md).
 */
public final class Migrations {
    private static final String DUPLICATE_DATABASE = "42P04";
    private static final int CONNECT_SECONDS = 5;

    private final Settings.Sql sql;

    public Migrations(Settings.Sql sql) {
        this.sql = sql;
    }

    /**
     * @param server the name that the server gives itself
     * @param applied how many steps were missing
     * @param version the schema's version now
     */
    public record Outcome(String server, int applied, String version) {}

    /** The database could not be reached, or refused a step; the message is one line. */
    public static final class MigrationException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean unreachable;

        MigrationException(String line, boolean unreachable, Throwable cause) {
            super(line, cause);
            this.unreachable = unreachable;
        }

        public boolean unreachable() {
            return unreachable;
        }
    }

    /** The databases that the shop runs on: they speak one SQL, and keep its data in different ways. */
    enum Server {
        POSTGRESQL,
        COCKROACHDB;

        static Server of(String version) {
            return version.contains("CockroachDB") ? COCKROACHDB : POSTGRESQL;
        }
    }

    /**
     * The folders of the steps.
     *
     * @param cockroach those that come after the common ones, on CockroachDB only
     */
    record Folders(String common, String cockroach) {
        static final Folders SHOP = new Folders("classpath:db/migration", "classpath:db/cockroach");
    }

    /** The schema of the shop. */
    public Outcome migrateShop() {
        String version = version(sql.database());
        return migrateShop(version, Server.of(version), Folders.SHOP);
    }

    /** @param version the name that the server gives itself */
    Outcome migrateShop(String version, Server server, Folders folders) {
        String database = sql.database();
        return switch (server) {
            case POSTGRESQL -> outcome(version, migrate(database, flyway(database, folders.common())));
            case COCKROACHDB -> migrateCockroach(version, folders);
        };
    }

    /** The sandbox provider's ledger, a database of its own on the same server, created where it is missing. */
    public Outcome migrateSandbox(Settings.Sandbox sandbox) {
        create(sandbox.database());
        String version = version(sandbox.database());
        FluentConfiguration steps = flyway(sandbox.database(), "classpath:db/sandbox");
        return outcome(version, migrate(sandbox.database(), steps));
    }

    /**
     * Each statement for itself: in one transaction CockroachDB refuses to drop an index or a column and to make what
     * takes its place.
     */
    private Outcome migrateCockroach(String version, Folders folders) {
        String database = sql.database();
        CockroachHistory own =
                new CockroachHistory(flyway(database, folders.cockroach()).executeInTransaction(false));
        try (Connection connection = connect(database)) {
            own.adopt(connection);
            MigrateResult common =
                    migrate(database, flyway(database, folders.common()).executeInTransaction(false));
            MigrateResult further = own.open(connection).migrate();
            Outcome outcome = outcome(version, common);
            return new Outcome(version, outcome.applied() + further.migrationsExecuted, outcome.version());
        } catch (SQLException | FlywayException e) {
            throw refused(database, e);
        }
    }

    private static MigrateResult migrate(String database, FluentConfiguration steps) {
        try {
            return steps.load().migrate();
        } catch (FlywayException e) {
            throw refused(database, e);
        }
    }

    private FluentConfiguration flyway(String database, String folder) {
        return Flyway.configure()
                .loggers("slf4j")
                .dataSource(url(database), sql.user(), sql.password().value())
                .locations(folder);
    }

    private static Outcome outcome(String server, MigrateResult result) {
        String version = result.targetSchemaVersion == null
                ? String.valueOf(result.initialSchemaVersion)
                : result.targetSchemaVersion;
        return new Outcome(server, result.migrationsExecuted, version);
    }

    private static MigrationException refused(String database, Exception e) {
        return new MigrationException("database " + database + ": " + firstLine(e), false, e);
    }

    private String version(String database) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version()")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw unreachable(database, e);
        }
    }

    private void create(String database) {
        if (!database.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new MigrationException(
                    "sandbox.database: '" + database + "' is no plain name",
                    false,
                    new IllegalArgumentException(database));
        }
        try (Connection connection = connect(sql.database());
                Statement statement = connection.createStatement()) {
            try (ResultSet there =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
                if (there.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            // Another process was faster between the two statements.
            if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
                throw unreachable(database, e);
            }
        }
    }

    private MigrationException unreachable(String database, SQLException e) {
        return new MigrationException(
                "database " + database + " at " + sql.host() + ":" + sql.port() + ": " + firstLine(e), true, e);
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", sql.user());
        properties.setProperty("password", sql.password().value());
        return DriverManager.getConnection(url(database), properties);
    }

    private String url(String database) {
        String authority = sql.caFile().isEmpty() ? "" : "&sslrootcert=" + URLEncoder.encode(sql.caFile(), UTF_8);
        return "jdbc:postgresql://" + sql.host() + ":" + sql.port() + "/" + database + "?sslmode=" + sql.sslMode()
                + authority + "&connectTimeout=" + CONNECT_SECONDS + "&ApplicationName=souk-migrate";
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("no reason given");
    }
}
