package dev.souk.prove.naive;

import dev.souk.prove.history.Item;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Stock that is read and then written: a write of another transaction in between is lost. */
final class NaiveStock {
    /** @param received units, ever; {@code available} of them are thought to be left */
    record Level(long received, long available) {}

    private NaiveStock() {}

    static @Nullable Level level(Connection connection, String sku) throws SQLException {
        List<Level> found = NaiveDatabase.query(
                connection,
                "SELECT received, available FROM naive_stock WHERE sku = ?",
                row -> new Level(row.getLong(1), row.getLong(2)),
                sku);
        return found.isEmpty() ? null : found.getFirst();
    }

    static Level receive(Connection connection, String sku, long quantity) throws SQLException {
        Level level = level(connection, sku);
        Level after = level == null
                ? new Level(quantity, quantity)
                : new Level(level.received() + quantity, level.available() + quantity);
        NaiveDatabase.update(connection, """
                INSERT INTO naive_stock (sku, received, available) VALUES (?, ?, ?)
                ON CONFLICT (sku) DO UPDATE SET received = excluded.received, available = excluded.available
                """, sku, after.received(), after.available());
        return after;
    }

    /** @return whether there was enough of everything; else nothing is taken */
    static boolean take(Connection connection, List<Item> items) throws SQLException {
        Map<String, Long> left = new TreeMap<>();
        for (Item item : items) {
            if (!left.containsKey(item.sku())) {
                Level level = level(connection, item.sku());
                left.put(item.sku(), level == null ? 0 : level.available());
            }
            long rest = left.merge(item.sku(), -item.quantity(), Long::sum);
            if (rest < 0) {
                return false;
            }
        }
        for (Map.Entry<String, Long> rest : left.entrySet()) {
            write(connection, rest.getKey(), rest.getValue());
        }
        return true;
    }

    static void putBack(Connection connection, List<Item> items) throws SQLException {
        for (Item item : items) {
            Level level = level(connection, item.sku());
            if (level != null) {
                write(connection, item.sku(), level.available() + item.quantity());
            }
        }
    }

    private static void write(Connection connection, String sku, long available) throws SQLException {
        NaiveDatabase.update(connection, "UPDATE naive_stock SET available = ? WHERE sku = ?", available, sku);
    }
}
