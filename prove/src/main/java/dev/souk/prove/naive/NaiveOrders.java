package dev.souk.prove.naive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.prove.history.Item;
import dev.souk.prove.naive.NaiveBank.NoAnswerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Orders as they are written when nothing goes wrong.
 *
 * <pre>
 *   POST:    read stock, write stock, write order, publish, commit
 *   message: charge the card, write "confirmed", empty the cart
 *   cancel:  read the state, refund, put back, write "cancelled"
 * </pre>
 */
final class NaiveOrders {
    private static final int TRIES = 5;
    private static final long TRY_AGAIN_MILLIS = 40;

    private final NaiveDatabase database;
    private final NaiveBank bank;
    private final NaiveTopic topic;

    /** The request cannot be served: {@code code} says why. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        final int status;
        final String code;

        RefusedException(int status, String code) {
            super(code);
            this.status = status;
            this.code = code;
        }
    }

    NaiveOrders(NaiveDatabase database, NaiveBank bank, NaiveTopic topic) {
        this.database = database;
        this.bank = bank;
        this.topic = topic;
    }

    /** @param cart of which the order is; none: of {@code lines} */
    NaiveOrder place(String customer, String reference, List<Item> lines, @Nullable UUID cart, String token)
            throws SQLException, RefusedException, InterruptedException, ExecutionException, TimeoutException {
        if (!NaiveBank.isKnown(token)) {
            throw new RefusedException(422, "unknown_token");
        }
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            NaiveCarts.Cart ordered = cart == null ? null : cart(connection, customer, cart);
            NaiveOrder order = ordered == null
                    ? priced(connection, customer, reference, lines)
                    : priced(connection, customer, reference, ordered.items()).of(ordered);
            boolean taken = NaiveStock.take(connection, order.items());
            order = order.with(taken ? "PENDING" : "REJECTED");
            insert(connection, order);
            if (taken) {
                topic.publish("order.placed", order.id(), payment(order, token));
            }
            connection.commit();
            return order;
        }
    }

    private static NaiveCarts.Cart cart(Connection connection, String customer, UUID id)
            throws SQLException, RefusedException {
        NaiveCarts.Cart cart = NaiveCarts.find(connection, customer, id);
        if (cart == null) {
            throw new RefusedException(422, "cart_not_found");
        }
        if (cart.items().isEmpty()) {
            throw new RefusedException(422, "cart_empty");
        }
        return cart;
    }

    private static NaiveOrder priced(Connection connection, String customer, String reference, List<Item> wanted)
            throws SQLException, RefusedException {
        List<Item> items = new ArrayList<>();
        String currency = "";
        long total = 0;
        for (Item item : wanted) {
            NaiveProducts.Product product = NaiveProducts.find(connection, item.sku());
            if (product == null) {
                throw new RefusedException(422, "unknown_products");
            }
            currency = product.currency();
            total += product.price() * item.quantity();
            items.add(new Item(item.sku(), item.quantity(), product.price()));
        }
        return new NaiveOrder(
                UUID.randomUUID(), customer, reference, "PENDING", currency, total, items, Instant.now(), null, null);
    }

    private static void insert(Connection connection, NaiveOrder order) throws SQLException {
        NaiveDatabase.update(
                connection,
                """
                INSERT INTO naive_order (id, customer, reference, status, currency, total, lines, cart_id, cart_version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                order.id(),
                order.customer(),
                order.reference(),
                order.status(),
                order.currency(),
                order.total(),
                order.lines().toString(),
                order.cartId(),
                order.cartVersion());
    }

    private static ObjectNode payment(NaiveOrder order, String token) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("token", token)
                .put("amount", order.total())
                .put("currency", order.currency());
    }

    /** Does the work of a settlement message, as often as the message comes. */
    void settle(UUID id, long amount, String currency, String token)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        boolean paid = charge(id, amount, currency, token);
        String status = paid ? "CONFIRMED" : "PAYMENT_FAILED";
        try (Connection connection = database.open()) {
            // The message may be faster than the commit.
            for (int attempt = 1; !write(connection, id, status) && attempt < TRIES; attempt++) {
                TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_MILLIS);
            }
            NaiveOrder order = find(connection, id);
            if (order != null && !paid) {
                NaiveStock.putBack(connection, order.items());
            } else if (order != null && order.cartId() != null) {
                NaiveCarts.empty(connection, order.cartId());
            }
        }
        topic.publish(paid ? "order.confirmed" : "order.payment_failed", id, JsonNodeFactory.instance.objectNode());
    }

    private boolean charge(UUID id, long amount, String currency, String token)
            throws SQLException, InterruptedException {
        while (true) {
            try {
                return bank.charge(id, amount, currency, token);
            } catch (NoAnswerException e) {
                // The naive shop takes a missing answer for a failure.
                TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_MILLIS);
            }
        }
    }

    private static boolean write(Connection connection, UUID id, String status) throws SQLException {
        return NaiveDatabase.update(
                        connection, "UPDATE naive_order SET status = ?, updated_at = now() WHERE id = ?", status, id)
                == 1;
    }

    private static @Nullable NaiveOrder find(Connection connection, UUID id) throws SQLException {
        List<NaiveOrder> found = NaiveDatabase.query(
                connection, "SELECT " + NaiveOrder.COLUMNS + " FROM naive_order WHERE id = ?", NaiveOrder::of, id);
        return found.isEmpty() ? null : found.getFirst();
    }

    NaiveOrder get(String customer, UUID id) throws SQLException, RefusedException {
        try (Connection connection = database.open()) {
            NaiveOrder order = find(connection, id);
            if (order == null || !order.customer().equals(customer)) {
                throw new RefusedException(404, "order_not_found");
            }
            return order;
        }
    }

    NaiveOrder cancel(String customer, UUID id)
            throws SQLException, RefusedException, InterruptedException, ExecutionException, TimeoutException {
        NaiveOrder order = get(customer, id);
        if (order.status().equals("CANCELLED")) {
            return order;
        }
        if (!order.status().equals("PENDING") && !order.status().equals("CONFIRMED")) {
            throw new RefusedException(409, "order_state");
        }
        if (order.status().equals("CONFIRMED")) {
            bank.refund(id, order.total(), order.currency());
        }
        try (Connection connection = database.open()) {
            NaiveStock.putBack(connection, order.items());
            write(connection, id, "CANCELLED");
        }
        topic.publish("order.cancelled", id, JsonNodeFactory.instance.objectNode());
        return order.with("CANCELLED");
    }
}
