package dev.souk.prove.naive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The naive shop's catalog. */
final class NaiveProducts {
    /** @param price minor units */
    record Product(String sku, String name, long price, String currency) {
        static Product of(ResultSet row) throws SQLException {
            return new Product(row.getString(1), row.getString(2), row.getLong(3), row.getString(4));
        }
    }

    private NaiveProducts() {}

    static @Nullable Product find(Connection connection, String sku) throws SQLException {
        List<Product> found = NaiveDatabase.query(
                connection, "SELECT sku, name, price, currency FROM naive_product WHERE sku = ?", Product::of, sku);
        return found.isEmpty() ? null : found.getFirst();
    }

    static List<Product> page(Connection connection, String after, int limit) throws SQLException {
        return NaiveDatabase.query(
                connection,
                "SELECT sku, name, price, currency FROM naive_product WHERE sku > ? ORDER BY sku LIMIT ?",
                Product::of,
                after,
                limit);
    }

    static void put(Connection connection, Product product) throws SQLException {
        NaiveDatabase.update(connection, """
                INSERT INTO naive_product (sku, name, price, currency) VALUES (?, ?, ?, ?)
                ON CONFLICT (sku) DO UPDATE SET name = excluded.name, price = excluded.price,
                  currency = excluded.currency
                """, product.sku(), product.name(), product.price(), product.currency());
    }
}
