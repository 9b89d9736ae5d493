package dev.souk.launcher;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The history of the steps that CockroachDB alone has, in a table of its own: in one history with the others' a step of
 * {@code db/migration} that is newer could never follow them, because its number is smaller.
 *
 * <p>Until version 7 there was one history, in which {@link #ADOPTED} had the number 100; such a database is taken
 * over. A step here can be run again after it failed or was killed in the middle, so a failure leaves no mark for an
 * operator to remove. Blocks; many processes may call it at once.
 */
final class CockroachHistory {
    static final String TABLE = "flyway_cockroach_history";
    static final String COMMON_TABLE = "flyway_schema_history";
    static final String ADOPTED = "V100__spread_rising_keys.sql";

    private static final String ADOPTED_VERSION = "100";
    private static final String NOTHING_YET = "0";

    private static final String EXISTS = """
            SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = ?
            """;

    private static final String APPLIED = "SELECT count(*) FROM " + COMMON_TABLE + " WHERE script = ? AND success";
    private static final String MOVED = "DELETE FROM " + COMMON_TABLE + " WHERE script = ?";
    private static final String FAILED = "DELETE FROM " + TABLE + " WHERE NOT success";

    private final FluentConfiguration steps;

    /** @param steps where the database is and in which folder the steps are; becomes this history's own */
    CockroachHistory(FluentConfiguration steps) {
        this.steps = steps.table(TABLE)
                .baselineOnMigrate(true)
                .baselineDescription("the common steps have a history of their own");
    }

    /**
     * Takes the step over from the common history, before the common history is brought up. A step that is known to be
     * done is first noted here and then removed there, so that a process that is killed in between loses nothing.
     */
    void adopt(Connection connection) throws SQLException {
        if (!exists(connection, COMMON_TABLE)) {
            return;
        }
        boolean done = count(connection, APPLIED, ADOPTED) > 0;
        if (done && !exists(connection, TABLE)) {
            steps.baselineVersion(ADOPTED_VERSION).load().baseline();
        }
        try (PreparedStatement statement = connection.prepareStatement(MOVED)) {
            statement.setString(1, ADOPTED);
            statement.executeUpdate();
        }
    }

    /** @return ready to run what is missing, after the common steps */
    Flyway open(Connection connection) throws SQLException {
        if (exists(connection, TABLE)) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(FAILED);
            }
        }
        return steps.baselineVersion(NOTHING_YET).load();
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        return count(connection, EXISTS, table) > 0;
    }

    private static long count(Connection connection, String query, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
