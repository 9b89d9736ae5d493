package dev.souk.prove.check.shop;

import static java.util.Objects.requireNonNull;

import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.check.facts.FactKind;
import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.check.facts.ShopFacts;
import dev.souk.prove.check.facts.UnreadableException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads what Souk stores: its tables, its topics, and the books of the sandbox provider. */
public final class SoukFacts implements ShopFacts {
    private static final String TOPICS = "souk.";

    /** The events that each consumer has to act on, in the course of an order. A consumer may look at more. */
    private static final Map<String, List<String>> CONSUMERS = Map.of(
            "cart",
            List.of("order.confirmed"),
            "stock",
            List.of("order.placed", "order.confirmed", "order.payment_failed", "order.cancelled", "order.expired"),
            "payment",
            List.of("order.reserved", "order.confirmed", "order.payment_failed", "order.cancelled", "order.expired"),
            "order",
            List.of(
                    "stock.reserved",
                    "stock.rejected",
                    "payment.authorized",
                    "payment.declined",
                    "payment.captured",
                    "payment.capture_failed",
                    "payment.voided",
                    "payment.refunded"));

    private static final String ORDERS = """
            SELECT id, customer, status, currency, total, lines::text, timeline::text, seq, authorized, captured,
              refunded,
                   created_at, cart_id, cart_version
            FROM orders
            """;

    /** The carts of buyers have a customer. */
    private static final String CARTS = "SELECT id, customer, version FROM cart WHERE customer IS NOT NULL";

    private static final String CART_LINES = """
            SELECT l.cart_id, l.sku, l.quantity FROM cart_line l JOIN cart c ON c.id = l.cart_id
              WHERE c.customer IS NOT NULL
            """;

    private static final String CLAIMS = """
            SELECT principal, key, resource FROM idempotency_claim WHERE route = 'POST /v1/orders'
            """;

    private static final String STOCK = """
            SELECT s.sku, s.received, s.available, s.held, s.sold, COALESCE(r.quantity, 0)
            FROM stock s LEFT JOIN (SELECT sku, sum(quantity) AS quantity FROM stock_receipt GROUP BY sku) r
              ON r.sku = s.sku
            """;

    private static final String RESERVATIONS = "SELECT order_id, sku, quantity, state FROM reservation";

    private static final String PAYMENTS = """
            SELECT id, order_id, state, authorized, captured, refunded FROM payment
            """;

    /** The calls that the sandbox carried out: it records them with status 200. */
    private static final String LEDGER = """
            SELECT key, payment, kind, amount, currency FROM ledger_call WHERE status = 200
            """;

    private static final String OUTBOX = """
            SELECT o.id, o.topic, o.key, md5(o.payload), p.id IS NULL
            FROM outbox o
            LEFT JOIN (SELECT DISTINCT unnest(events) AS id FROM outbox_pending) AS p ON p.id = o.id
            """;

    /**
     * A consumer either records that it handled an event, or its own tables show it by the state of the order. (A
     * double handling would then show in counters, reservations, timelines or the ledger.)
     * {@code wanted} of a payment: 1 to be authorised, 2 to be captured, 3 to be given back.
     */
    private static final String HANDLED = """
            SELECT event_id, consumer FROM inbox
            UNION
            SELECT e.id, 'stock'
            FROM outbox e
            LEFT JOIN stock_order s ON s.order_id::text = e.key
            LEFT JOIN (SELECT order_id::text AS key, bool_or(state = 'HELD') AS held,
              bool_or(state = 'COMMITTED') AS sold
                       FROM reservation GROUP BY order_id) AS r ON r.key = e.key
            WHERE (s.order_id IS NOT NULL OR r.key IS NOT NULL)
              AND (e.type = 'order.placed'
                OR e.type = 'order.confirmed' AND r.held IS NOT TRUE
                OR e.type IN ('order.payment_failed', 'order.cancelled', 'order.expired') AND (r.held
                  OR r.sold) IS NOT TRUE)
            UNION
            SELECT e.id, 'payment'
            FROM outbox e JOIN payment p ON p.order_id::text = e.key
            WHERE e.type = 'order.reserved' AND p.amount IS NOT NULL
              OR e.type = 'order.confirmed' AND p.amount IS NOT NULL AND p.wanted >= 2
              OR e.type IN ('order.payment_failed', 'order.cancelled', 'order.expired') AND p.wanted = 3
            UNION
            SELECT e.id, 'order'
            FROM outbox e JOIN orders o ON o.id::text = e.key
            WHERE e.type LIKE 'stock.%' AND o.status <> 'PENDING'
              OR e.type = 'payment.authorized' AND o.payment_status <> 'NONE' AND (o.authorized > 0 OR o.total = 0)
              OR e.type = 'payment.declined' AND o.payment_status = 'DECLINED'
              OR e.type = 'payment.captured'
                AND (o.captured > 0 OR o.payment_status IN ('CAPTURED', 'CAPTURE_FAILED', 'VOIDED', 'REFUNDED'))
              OR e.type = 'payment.capture_failed' AND o.payment_status IN ('CAPTURE_FAILED', 'VOIDED', 'REFUNDED')
              OR e.type = 'payment.voided' AND o.payment_status IN ('VOIDED', 'REFUNDED')
              OR e.type = 'payment.refunded' AND o.refunded >= (e.payload::jsonb #>> '{data,refunded,amount}')::int8
            """;

    private static final String DELIVERIES =
            "SELECT event_id, event, order_id, seq, status, attempts FROM webhook_delivery";

    /** Counts pending deliveries, except those to a deleted or disabled endpoint: it gets no more webhooks. */
    private static final String UNDELIVERED = """
            SELECT count(*) FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id
            WHERE d.status = 'PENDING' AND e.deleted_at IS NULL AND e.disabled_reason IS NULL
            """;

    private static final String UNSETTLED = "SELECT count(*) FROM orders WHERE status IN ('PENDING', 'RESERVED')";

    private static final String OLD_HOLDS = """
            SELECT count(*) FROM reservation r JOIN orders o ON o.id = r.order_id
            WHERE r.state = 'HELD' AND o.status NOT IN ('PENDING', 'RESERVED')
            """;

    private static final String DUE_PAYMENTS = "SELECT count(*) FROM payment WHERE due_at IS NOT NULL";

    private static final String UNPUBLISHED = "SELECT COALESCE(sum(cardinality(events)), 0)::int8 FROM outbox_pending";

    private final String soukJdbcUrl;
    private final String sandboxJdbcUrl;
    private final String bootstrapServers;

    /**
     * @param soukJdbcUrl of Souk's database
     * @param sandboxJdbcUrl of the sandbox provider's database
     */
    public SoukFacts(String soukJdbcUrl, String sandboxJdbcUrl, String bootstrapServers) {
        this.soukJdbcUrl = soukJdbcUrl;
        this.sandboxJdbcUrl = sandboxJdbcUrl;
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public String shop() {
        return "Souk";
    }

    @Override
    public Set<FactKind> kinds() {
        return EnumSet.allOf(FactKind.class);
    }

    @Override
    public void read(Consumer<Fact> to) {
        CONSUMERS.forEach((name, types) -> types.forEach(type -> to.accept(new Fact.Consumer(name, type))));
        try (Tables souk = Tables.open(soukJdbcUrl);
                Tables sandbox = Tables.open(sandboxJdbcUrl)) {
            souk.each(ORDERS, row -> to.accept(order(row)));
            souk.each(CARTS, row -> to.accept(new Fact.Cart(uuid(row, 1), row.getString(2), row.getLong(3))));
            souk.each(CART_LINES, row -> to.accept(new Fact.CartLine(uuid(row, 1), row.getString(2), row.getLong(3))));
            souk.each(
                    CLAIMS,
                    row -> to.accept(
                            new Fact.Claim(row.getString(1), row.getString(2), UUID.fromString(row.getString(3)))));
            souk.each(STOCK, row -> to.accept(stock(row)));
            souk.each(
                    RESERVATIONS,
                    row -> to.accept(
                            new Fact.Reservation(uuid(row, 1), row.getString(2), row.getLong(3), row.getString(4))));
            souk.each(PAYMENTS, row -> to.accept(payment(row)));
            souk.each(OUTBOX, row -> to.accept(outbox(row)));
            souk.each(DELIVERIES, row -> to.accept(delivery(row)));
            souk.each(HANDLED, row -> to.accept(new Fact.Inbox(uuid(row, 1), row.getString(2))));
            sandbox.each(LEDGER, row -> to.accept(ledger(row)));
        } catch (SQLException e) {
            throw new UnreadableException("Souk's tables cannot be read", e);
        }
        new TopicReader(bootstrapServers).read(topic -> topic.startsWith(TOPICS), to);
    }

    private static Fact.Order order(ResultSet row) throws SQLException {
        return new Fact.Order(
                uuid(row, 1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                OrderJson.items(row.getString(6)),
                OrderJson.timeline(row.getString(7)),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                requireNonNull(row.getTimestamp(12)).toInstant(),
                row.getObject(13, UUID.class),
                row.getObject(14, Long.class));
    }

    private static Fact.Stock stock(ResultSet row) throws SQLException {
        return new Fact.Stock(
                row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
    }

    private static Fact.Payment payment(ResultSet row) throws SQLException {
        return new Fact.Payment(
                uuid(row, 1), uuid(row, 2), row.getString(3), row.getLong(4), row.getLong(5), row.getLong(6));
    }

    private static Fact.Outbox outbox(ResultSet row) throws SQLException {
        return new Fact.Outbox(uuid(row, 1), row.getString(2), row.getString(3), row.getString(4), row.getBoolean(5));
    }

    private static Fact.Ledger ledger(ResultSet row) throws SQLException {
        return new Fact.Ledger(row.getString(1), uuid(row, 2), row.getString(3), row.getLong(4), row.getString(5));
    }

    private static Fact.Delivery delivery(ResultSet row) throws SQLException {
        return new Fact.Delivery(
                uuid(row, 1),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getLong(4),
                row.getString(5),
                row.getLong(6));
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return requireNonNull(row.getObject(column, UUID.class));
    }

    @Override
    public Map<String, Long> lastSteps(Collection<String> orders) {
        Map<String, Long> steps = new HashMap<>();
        String ids =
                orders.stream().map(order -> "'" + UUID.fromString(order) + "'").collect(Collectors.joining(", "));
        if (!ids.isEmpty()) {
            try (Tables souk = Tables.open(soukJdbcUrl)) {
                souk.each(
                        "SELECT id, seq FROM orders WHERE id IN (" + ids + ")",
                        row -> steps.put(uuid(row, 1).toString(), row.getLong(2)));
            } catch (SQLException e) {
                throw new UnreadableException("Souk's tables cannot be read", e);
            }
        }
        return steps;
    }

    @Override
    public Pending pending() {
        try (Tables souk = Tables.open(soukJdbcUrl)) {
            return new Pending(
                    souk.number(UNSETTLED),
                    souk.number(OLD_HOLDS),
                    souk.number(DUE_PAYMENTS),
                    souk.number(UNPUBLISHED) + new GroupLag(bootstrapServers).of(TOPICS),
                    souk.number(UNDELIVERED));
        } catch (SQLException e) {
            throw new UnreadableException("Souk's tables cannot be read", e);
        }
    }
}
