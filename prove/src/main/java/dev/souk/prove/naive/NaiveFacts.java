package dev.souk.prove.naive;

import static java.util.Objects.requireNonNull;

import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.check.facts.FactKind;
import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.check.facts.ShopFacts;
import dev.souk.prove.check.facts.UnreadableException;
import dev.souk.prove.check.shop.GroupLag;
import dev.souk.prove.check.shop.Tables;
import dev.souk.prove.check.shop.TopicReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Reads the data of the naive shop, and counts in its favour where the data is silent. The shop keeps no reservations,
 * so each order that goes on counts as one. It notes the client's key beside an order, so the key counts as claimed by
 * that order.
 */
public final class NaiveFacts implements ShopFacts {
    private static final Set<FactKind> KINDS = EnumSet.of(
            FactKind.ORDERS,
            FactKind.CARTS,
            FactKind.CLAIMS,
            FactKind.STOCK,
            FactKind.RESERVATIONS,
            FactKind.LEDGER,
            FactKind.EVENTS);

    private static final String ORDERS = "SELECT " + NaiveOrder.COLUMNS + " FROM naive_order";

    private static final String STOCK = """
            SELECT s.sku, s.received, s.available, COALESCE(h.held, 0)
            FROM naive_stock s LEFT JOIN (
                SELECT line ->> 'sku' AS sku, sum((line ->> 'quantity')::int8) AS held
                FROM naive_order, jsonb_array_elements(lines::jsonb) AS line
                WHERE status = 'PENDING' GROUP BY 1) h ON h.sku = s.sku
            """;

    private static final String CHARGES = "SELECT id, order_id, kind, amount, currency FROM naive_charge";

    private static final String CARTS = "SELECT id, customer, version FROM naive_cart";

    private static final String CART_LINES = "SELECT cart_id, sku, quantity FROM naive_cart_line";

    private final String jdbcUrl;
    private final String bootstrapServers;

    public NaiveFacts(String jdbcUrl, String bootstrapServers) {
        this.jdbcUrl = jdbcUrl;
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public String shop() {
        return "the naive shop";
    }

    @Override
    public Set<FactKind> kinds() {
        return KINDS;
    }

    @Override
    public void read(Consumer<Fact> to) {
        try (Tables tables = Tables.open(jdbcUrl)) {
            tables.each(ORDERS, row -> order(NaiveOrder.of(row), to));
            tables.each(STOCK, row -> to.accept(stock(row)));
            tables.each(CARTS, row -> to.accept(new Fact.Cart(uuid(row), row.getString(2), row.getLong(3))));
            tables.each(CART_LINES, row -> to.accept(new Fact.CartLine(uuid(row), row.getString(2), row.getLong(3))));
            tables.each(CHARGES, row -> charge(row, to));
        } catch (SQLException e) {
            throw new UnreadableException("the naive shop's tables cannot be read", e);
        }
        new TopicReader(bootstrapServers).read(NaiveTopic.NAME::equals, to);
    }

    private static UUID uuid(ResultSet row) throws SQLException {
        return requireNonNull(row.getObject(1, UUID.class));
    }

    private static void order(NaiveOrder order, Consumer<Fact> to) {
        to.accept(new Fact.Order(
                order.id(),
                order.customer(),
                order.status(),
                order.currency(),
                order.total(),
                order.items(),
                List.of(),
                0,
                0,
                0,
                0,
                order.createdAt(),
                order.cartId(),
                order.cartVersion()));
        to.accept(new Fact.Claim(order.customer(), order.reference(), order.id()));
        to.accept(new Fact.Payment(order.id(), order.id(), order.status(), 0, 0, 0));
        switch (order.status()) {
            case "PENDING" -> reserve(order, "HELD", to);
            case "CONFIRMED" -> reserve(order, "COMMITTED", to);
            default -> {}
        }
    }

    private static void reserve(NaiveOrder order, String state, Consumer<Fact> to) {
        Map<String, Long> units = new TreeMap<>();
        order.items().forEach(item -> units.merge(item.sku(), item.quantity(), Long::sum));
        units.forEach((sku, quantity) -> to.accept(new Fact.Reservation(order.id(), sku, quantity, state)));
    }

    private static Fact.Stock stock(ResultSet row) throws SQLException {
        long received = row.getLong(2);
        long available = row.getLong(3);
        long held = row.getLong(4);
        return new Fact.Stock(row.getString(1), received, available, held, received - available - held, received);
    }

    /** The charge of the bank is one step where a provider has two, authorisation and capture. */
    private static void charge(ResultSet row, Consumer<Fact> to) throws SQLException {
        String id = row.getString(1);
        UUID order = requireNonNull(row.getObject(2, UUID.class));
        long amount = row.getLong(4);
        String currency = row.getString(5);
        if (row.getString(3).equals("CHARGE")) {
            to.accept(new Fact.Ledger(id + ".authorise", order, "AUTHORISE", amount, currency));
            to.accept(new Fact.Ledger(id + ".capture", order, "CAPTURE", amount, currency));
        } else {
            to.accept(new Fact.Ledger(id, order, "REFUND", amount, currency));
        }
    }

    /** The messages that are still to be settled. Forgotten orders stay PENDING for good, and are not waited for. */
    @Override
    public Pending pending() {
        return new Pending(0, 0, 0, new GroupLag(bootstrapServers).of(NaiveTopic.GROUP), 0);
    }
}
