package dev.souk.prove.naive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to the naive shop's database, at PostgreSQL's default isolation. */
final class NaiveDatabase {
    private static final Logger log = LoggerFactory.getLogger(NaiveDatabase.class);
    /** Any number, the same in every instance: they make the tables one after the other. */
    private static final long SCHEMA_LOCK = 4_170_231;

    private static final int MOST_IDLE = 32;

    private final PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    private final BlockingQueue<PooledConnection> idle = new ArrayBlockingQueue<>(MOST_IDLE);

    NaiveDatabase(String jdbcUrl) {
        source.setURL(jdbcUrl);
    }

    /** One that is idle, or a new one; close it after use. */
    Connection open() throws SQLException {
        PooledConnection pooled = idle.poll();
        if (pooled == null) {
            pooled = source.getPooledConnection();
            pooled.addConnectionEventListener(new Return());
        }
        return pooled.getConnection();
    }

    private void discard(PooledConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("a connection is gone already", e);
        }
    }

    /** Takes back what is closed in good order. */
    private final class Return implements ConnectionEventListener {
        @Override
        public void connectionClosed(ConnectionEvent event) {
            PooledConnection connection = (PooledConnection) event.getSource();
            if (!idle.offer(connection)) {
                discard(connection);
            }
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            discard((PooledConnection) event.getSource());
        }
    }

    void close() {
        for (PooledConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
            discard(connection);
        }
    }

    void createTables() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
            statement.execute(schema());
            connection.commit();
        }
    }

    private static String schema() {
        try (InputStream in = NaiveDatabase.class.getResourceAsStream("schema.sql")) {
            if (in == null) {
                throw new IllegalStateException("schema.sql is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns a row into a value. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> query(Connection connection, String sql, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        }
    }

    static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
