package dev.souk.traffic.shop;

import dev.souk.traffic.TrafficException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A shop's database: the counters of the server, and the state of orders. Used by one thread at a time. */
public final class ShopDatabase implements AutoCloseable {
    private static final String SHOP = "souk";
    private static final List<String> WITH_LEDGER = List.of(SHOP, "souk_sandbox");

    private final int port;
    private final Connection shop;

    public ShopDatabase(int port) {
        this.port = port;
        this.shop = connect(port, SHOP);
    }

    public static Connection connect(int port, String database) {
        try {
            return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=souk");
        } catch (SQLException e) {
            throw new TrafficException("database " + database + " on port " + port + ": " + e.getMessage(), e);
        }
    }

    private static TrafficException failed(SQLException e) {
        return new TrafficException("the database failed: " + e.getMessage(), e);
    }

    public static long number(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public OffsetDateTime now() {
        try (Statement statement = shop.createStatement();
                ResultSet rows = statement.executeQuery("SELECT clock_timestamp()")) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Orders since then by status. */
    public Map<String, Long> statuses(OffsetDateTime since) {
        Map<String, Long> statuses = new TreeMap<>();
        try (PreparedStatement statement =
                shop.prepareStatement("SELECT status, count(*) FROM orders WHERE created_at >= ? GROUP BY status")) {
            statement.setObject(1, since);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    statuses.put(rows.getString(1), rows.getLong(2));
                }
            }
            return statuses;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Orders that are not settled: only they have a deadline, and the index of it makes the count cheap. */
    public long onTheWay() {
        return number(shop, "SELECT count(*) FROM orders WHERE deadline IS NOT NULL");
    }

    public long uncaptured() {
        return number(shop, "SELECT count(*) FROM orders WHERE status = 'CONFIRMED' AND captured < total");
    }

    /** Ids of orders since then that were confirmed, any of them. */
    public List<String> confirmedIds(OffsetDateTime since, int most) {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement statement =
                shop.prepareStatement("SELECT id FROM orders WHERE created_at >= ? AND status = 'CONFIRMED'"
                        + " ORDER BY md5(id::text) LIMIT ?")) {
            statement.setObject(1, since);
            statement.setInt(2, most);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Heap tuple versions that were written to all tables of the shop and the ledger. Up to ten seconds late. */
    public long tuples() {
        long sum = 0;
        for (String database : WITH_LEDGER) {
            try (Connection connection = connect(port, database)) {
                sum += number(
                        connection,
                        "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables");
            } catch (SQLException e) {
                throw failed(e);
            }
        }
        return sum;
    }

    /** Bytes that were ever written to the write-ahead log. */
    public long wal() {
        return number(shop, "SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::int8");
    }

    @Override
    public void close() {
        try {
            shop.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
