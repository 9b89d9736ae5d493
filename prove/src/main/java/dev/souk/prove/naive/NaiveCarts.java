package dev.souk.prove.naive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.prove.history.Item;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The naive shop's carts: they count versions but require none. A cart is emptied when its order is paid. */
final class NaiveCarts {
    /** @param items with current prices */
    record Cart(UUID id, String customer, long version, List<Item> items) {
        ObjectNode view(String currency) {
            ObjectNode view = JsonNodeFactory.instance.objectNode();
            view.put("id", id.toString()).put("version", version);
            view.putArray("lines");
            items.forEach(item -> {
                ObjectNode line = view.withArray("lines").addObject();
                line.put("sku", item.sku()).put("name", item.sku()).put("quantity", item.quantity());
                line.putObject("unitPrice").put("amount", item.unitPrice()).put("currency", currency);
            });
            return view;
        }
    }

    private NaiveCarts() {}

    static Cart open(Connection connection, String customer) throws SQLException {
        List<UUID> found = NaiveDatabase.query(
                connection,
                "SELECT id FROM naive_cart WHERE customer = ?",
                row -> UUID.fromString(row.getString(1)),
                customer);
        if (!found.isEmpty()) {
            Cart cart = find(connection, customer, found.getFirst());
            if (cart != null) {
                return cart;
            }
        }
        Cart cart = new Cart(UUID.randomUUID(), customer, 1, List.of());
        NaiveDatabase.update(
                connection, "INSERT INTO naive_cart (id, customer, version) VALUES (?, ?, 1)", cart.id(), customer);
        return cart;
    }

    static @Nullable Cart find(Connection connection, String customer, UUID id) throws SQLException {
        List<Item> items = NaiveDatabase.query(
                connection, """
                SELECT l.sku, l.quantity, p.price FROM naive_cart_line l JOIN naive_product p ON p.sku = l.sku
                WHERE l.cart_id = ? ORDER BY l.sku
                """, row -> new Item(row.getString(1), row.getLong(2), row.getLong(3)), id);
        List<Cart> found = NaiveDatabase.query(
                connection,
                "SELECT customer, version FROM naive_cart WHERE id = ?",
                row -> new Cart(id, row.getString(1), row.getLong(2), items),
                id);
        return found.isEmpty() || !found.getFirst().customer().equals(customer) ? null : found.getFirst();
    }

    /** @param quantity units; 0 takes the line out */
    static void set(Connection connection, Cart cart, String sku, long quantity) throws SQLException {
        if (quantity == 0) {
            NaiveDatabase.update(
                    connection, "DELETE FROM naive_cart_line WHERE cart_id = ? AND sku = ?", cart.id(), sku);
        } else {
            NaiveDatabase.update(connection, """
                    INSERT INTO naive_cart_line (cart_id, sku, quantity) VALUES (?, ?, ?)
                    ON CONFLICT (cart_id, sku) DO UPDATE SET quantity = excluded.quantity
                    """, cart.id(), sku, quantity);
        }
        NaiveDatabase.update(
                connection, "UPDATE naive_cart SET version = ? WHERE id = ?", cart.version() + 1, cart.id());
    }

    static void empty(Connection connection, UUID id) throws SQLException {
        NaiveDatabase.update(connection, "DELETE FROM naive_cart_line WHERE cart_id = ?", id);
        NaiveDatabase.update(connection, "UPDATE naive_cart SET version = version + 1 WHERE id = ?", id);
    }
}
