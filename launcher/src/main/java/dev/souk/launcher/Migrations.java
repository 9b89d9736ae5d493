package dev.souk.launcher;

import dev.souk.settings.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the schema up to this program's version. Blocks; any number of processes may do it at the same time, and one
 * that is killed in the middle leaves whole steps.
 */
public final class Migrations {
    private static final String DUPLICATE_DATABASE = "42P04";
    private static final int CONNECT_SECONDS = 5;

    private final Settings.Sql sql;

    public Migrations(Settings.Sql sql) {
        this.sql = sql;
    }

    /**
     * @param server what the server calls itself
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

    /** The schema of the shop. */
    public Outcome migrateShop() {
        String server = version(sql.database());
        List<String> locations = new ArrayList<>(List.of("classpath:db/migration"));
        if (server.contains("CockroachDB")) {
            locations.add("classpath:db/cockroach");
        }
        return migrate(server, sql.database(), locations);
    }

    /** The sandbox provider's ledger, a database of its own on the same server, created where it is missing. */
    public Outcome migrateSandbox(Settings.Sandbox sandbox) {
        create(sandbox.database());
        return migrate(version(sandbox.database()), sandbox.database(), List.of("classpath:db/sandbox"));
    }

    private Outcome migrate(String server, String database, List<String> locations) {
        try {
            MigrateResult result = Flyway.configure()
                    .loggers("slf4j")
                    .dataSource(url(database), sql.user(), sql.password().value())
                    .locations(locations.toArray(String[]::new))
                    .load()
                    .migrate();
            String version = result.targetSchemaVersion == null
                    ? String.valueOf(result.initialSchemaVersion)
                    : result.targetSchemaVersion;
            return new Outcome(server, result.migrationsExecuted, version);
        } catch (FlywayException e) {
            throw new MigrationException("database " + database + ": " + firstLine(e), false, e);
        }
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
        return "jdbc:postgresql://" + sql.host() + ":" + sql.port() + "/" + database + "?sslmode=" + sql.sslMode()
                + "&connectTimeout=" + CONNECT_SECONDS + "&ApplicationName=souk-migrate";
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("no reason given");
    }
}
