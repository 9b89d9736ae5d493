package dev.souk.prove.check.shop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads a database as one snapshot, row by row. */
public final class Tables implements AutoCloseable {
    private static final int FETCH = 5_000;

    private final Connection connection;

    private Tables(Connection connection) {
        this.connection = connection;
    }

    /** The action on each row. */
    @FunctionalInterface
    public interface Rows {
        void row(ResultSet row) throws SQLException;
    }

    public static Tables open(String jdbcUrl) throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl);
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Tables(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    public void each(String sql, Rows rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.row(row);
                }
            }
        }
    }

    /** @param sql a query of one number */
    public long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
