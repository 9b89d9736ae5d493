package dev.souk.prove.naive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.prove.check.shop.OrderJson;
import dev.souk.prove.history.Item;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the naive shop's orders. */
record NaiveOrder(
        UUID id,
        String customer,
        String reference,
        String status,
        String currency,
        long total,
        List<Item> items,
        Instant createdAt,
        @Nullable UUID cartId,
        @Nullable Long cartVersion) {
    static final String COLUMNS =
            "id, customer, reference, status, currency, total, lines, created_at, cart_id, cart_version";

    static NaiveOrder of(ResultSet row) throws SQLException {
        return new NaiveOrder(
                Objects.requireNonNull(row.getObject(1, UUID.class)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                OrderJson.items(row.getString(7)),
                Objects.requireNonNull(row.getTimestamp(8)).toInstant(),
                row.getObject(9, UUID.class),
                row.getObject(10, Long.class));
    }

    NaiveOrder of(NaiveCarts.Cart cart) {
        return new NaiveOrder(
                id, customer, reference, status, currency, total, items, createdAt, cart.id(), cart.version());
    }

    NaiveOrder with(String newStatus) {
        return new NaiveOrder(
                id, customer, reference, newStatus, currency, total, items, createdAt, cartId, cartVersion);
    }

    ArrayNode lines() {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        for (Item item : items) {
            long price = Objects.requireNonNull(item.unitPrice());
            ObjectNode line = lines.addObject();
            line.put("sku", item.sku()).put("name", item.sku()).put("quantity", item.quantity());
            line.set("unitPrice", money(price));
            line.set("lineTotal", money(price * item.quantity()));
        }
        return lines;
    }

    private ObjectNode money(long amount) {
        return JsonNodeFactory.instance.objectNode().put("amount", amount).put("currency", currency);
    }

    /** As the API shows it; it has no timeline. */
    ObjectNode view() {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", id.toString()).put("status", status);
        view.set("lines", lines());
        view.set("total", money(total));
        view.put("createdAt", createdAt.toString());
        return view;
    }
}
