package dev.souk.prove.check.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The scratch database in which the facts of one run lie side by side, so that promises over a million orders are
 * checked by joins and not in this JVM's memory. Its schema {@code facts} is made anew for each run, and kept after it.
 */
public final class FactBase implements AutoCloseable {
    private final Connection connection;
    private final CopyManager copy;
    private final List<CopyTable> tables = new ArrayList<>();

    private FactBase(Connection connection, CopyManager copy) {
        this.connection = connection;
        this.copy = copy;
    }

    /** @param jdbcUrl of a PostgreSQL database whose schema {@code facts}, if there is one, is thrown away */
    public static FactBase create(String jdbcUrl) throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl);
        try {
            FactBase base = new FactBase(
                    connection, connection.unwrap(PGConnection.class).getCopyAPI());
            base.run("SET work_mem = '128MB'");
            base.run(resource("facts.sql"));
            return base;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static String resource(String name) {
        try (InputStream in = FactBase.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    CopyTable table(String name) {
        CopyTable table = new CopyTable(copy, name);
        tables.add(table);
        return table;
    }

    /** Call when everything is read. @return rows by table */
    public Map<String, Long> complete(Duration deadline, Duration slack) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (CopyTable table : tables) {
            table.flush();
            counts.put(table.name(), table.count());
        }
        String sql = "INSERT INTO run VALUES (? * INTERVAL '1 millisecond', ? * INTERVAL '1 millisecond', now())";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, deadline.toMillis());
            insert.setLong(2, slack.toMillis());
            insert.executeUpdate();
        }
        run(resource("indexes.sql"));
        return counts;
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
