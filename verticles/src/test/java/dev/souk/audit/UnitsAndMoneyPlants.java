package dev.souk.audit;

import static dev.souk.audit.CleanShop.order;

import java.util.stream.Stream;

/** Flaws of units and money: invariants 1 to 3. */
final class UnitsAndMoneyPlants {
    private UnitsAndMoneyPlants() {}

    static Stream<Plant> stock() {
        return Stream.of(
                new Plant(
                        "a unit from nowhere",
                        "UPDATE stock SET available = available + 1 WHERE sku = 'SKU-7'",
                        "stock-balance",
                        "SKU-7",
                        "available"),
                new Plant("less than nothing available", """
                        INSERT INTO stock_receipt (id, sku, quantity, kind, principal)
                        SELECT gen_random_uuid(), sku, -1 - available, 'RECEIPT', 'm' FROM stock WHERE sku = 'SKU-7';
                        UPDATE stock SET received = held + sold - 1, available = -1 WHERE sku = 'SKU-7'
                        """, "stock-balance", "SKU-7", "available -1"),
                new Plant(
                        "a receipt that is gone",
                        "DELETE FROM stock_receipt WHERE sku = 'SKU-8' AND quantity = -20",
                        "stock-receipts",
                        "SKU-8",
                        "receipts sum up to 1100"),
                new Plant(
                        "a receipt of a SKU that has no counters",
                        "INSERT INTO stock_receipt (id, sku, quantity, kind, principal)"
                                + " VALUES (gen_random_uuid(), 'new', 5, 'RECEIPT', 'm')",
                        "stock-receipts",
                        "new",
                        "received unknown, receipts sum up to 5"),
                new Plant(
                        "held for nobody",
                        "UPDATE stock SET available = available - 1, held = held + 1 WHERE sku = 'SKU-9'",
                        "stock-held",
                        "SKU-9",
                        "HELD reservations sum up to"),
                new Plant(
                        "sold to nobody",
                        "UPDATE stock SET available = available - 1, sold = sold + 1 WHERE sku = 'SKU-10'",
                        "stock-sold",
                        "SKU-10",
                        "COMMITTED reservations sum up to"));
    }

    /** Moves the reservations of an order together with the counters, as stock itself does. */
    private static String reservations(int order, String to, String counter) {
        return """
               UPDATE stock s SET sold = sold - r.quantity
               FROM reservation r WHERE r.sku = s.sku AND r.order_id = '%1$s' AND r.state = 'COMMITTED';
               UPDATE stock s SET available = available - r.quantity
               FROM reservation r WHERE r.sku = s.sku AND r.order_id = '%1$s' AND r.state IN ('RELEASED', 'RESTOCKED');
               UPDATE stock s SET %2$s = %2$s + r.quantity
               FROM reservation r WHERE r.sku = s.sku AND r.order_id = '%1$s';
               UPDATE reservation SET state = '%3$s' WHERE order_id = '%1$s'
               """.formatted(order(order), counter, to);
    }

    static Stream<Plant> confirmedOrders() {
        return Stream.of(
                new Plant(
                        "confirmed, and stock knows of no unit",
                        reservations(20, "RELEASED", "available") + "; DELETE FROM reservation WHERE order_id = '"
                                + order(20) + "'",
                        "confirmed-orders-stock",
                        order(20),
                        "nothing reserved"),
                new Plant(
                        "shipped, and the reservation never committed",
                        reservations(2, "HELD", "held"),
                        "confirmed-orders-stock",
                        order(2),
                        "HELD"),
                new Plant(
                        "refunded, and the reservation released",
                        reservations(4, "RELEASED", "available"),
                        "confirmed-orders-stock",
                        order(4),
                        "RELEASED"),
                new Plant(
                        "fewer units than ordered",
                        """
                        UPDATE stock s SET sold = sold + 1, available = available - 1
                        FROM (SELECT min(sku) AS sku FROM reservation WHERE order_id = '%1$s') r WHERE s.sku = r.sku;
                        UPDATE reservation SET quantity = quantity + 1 WHERE order_id = '%1$s'
                          AND sku = (SELECT min(sku) FROM reservation WHERE order_id = '%1$s')
                        """.formatted(order(3)),
                        "confirmed-orders-stock",
                        order(3),
                        "ordered"),
                new Plant(
                        "units that nobody ordered",
                        """
                        INSERT INTO reservation (order_id, sku, quantity, state)
                        VALUES ('%s', 'SKU-999', 3, 'COMMITTED');
                        UPDATE stock SET sold = sold + 3, available = available - 3 WHERE sku = 'SKU-999'
                        """.formatted(order(20)),
                        "confirmed-orders-stock",
                        order(20),
                        "SKU-999: ordered 0, COMMITTED 3"),
                payment("no payment", 20, "DELETE FROM payment", "no payment"),
                payment(
                        "authorised for another amount",
                        1,
                        "UPDATE payment SET amount = amount - 1, authorized = authorized - 1",
                        "authorised"),
                payment("another currency", 20, "UPDATE payment SET currency = 'EUR'", "EUR"),
                payment("authorised twice", 1, "UPDATE payment SET authorized = 2 * authorized", "authorised"),
                payment("its authorisation let go", 1, "UPDATE payment SET state = 'VOIDED'", "VOIDED"),
                payment(
                        "captured, and the order never hears of it",
                        1,
                        "UPDATE payment SET state = 'CAPTURED', captured = amount",
                        "captured 0"),
                payment("captured twice", 20, "UPDATE payment SET captured = 2 * captured", "CAPTURED"),
                payment(
                        "half of it captured",
                        20,
                        "UPDATE orders SET captured = captured / 2 WHERE id = '%1$s'; UPDATE payment"
                                + " SET captured = captured / 2",
                        "captured"),
                payment(
                        "shipped without a capture",
                        2,
                        "UPDATE orders SET captured = 0 WHERE id = '%1$s'; UPDATE payment SET captured = 0,"
                                + " state = 'AUTHORISED'",
                        "SHIPPED"),
                payment("about to be given back", 3, "UPDATE payment SET wanted = 3", "wanted 3"),
                payment("never to be captured", 1, "UPDATE payment SET wanted = 1", "wanted 1"),
                payment(
                        "refunded, and the order never hears of it",
                        3,
                        "INSERT INTO refund (id, order_id, amount, currency, status, requested_by)"
                                + " VALUES (gen_random_uuid(), '%1$s', 10, 'GBP', 'SUCCEEDED', 'o');"
                                + " UPDATE payment SET refunded = 10, claimed = 10",
                        "refunded 10"));
    }

    private static Plant payment(String what, int order, String sql, String detail) {
        return new Plant(
                what,
                (sql + " WHERE order_id = '%1$s'").formatted(order(order)),
                "confirmed-orders-payment",
                order(order),
                detail);
    }

    static Stream<Plant> endedOrders() {
        return Stream.of(
                new Plant(
                        "expired, and still holds stock",
                        reservations(9, "HELD", "held"),
                        "ended-orders-hold-nothing",
                        order(9),
                        "EXPIRED with SKU-"),
                new Plant(
                        "cancelled, and the stock is still sold",
                        reservations(7, "COMMITTED", "sold"),
                        "ended-orders-hold-nothing",
                        order(7),
                        "COMMITTED"),
                ended(
                        "cancelled, and the money is kept",
                        7,
                        "state = 'CAPTURED', refunded = 0, claimed = 0",
                        "CAPTURED"),
                ended("cancelled, and not all of it given back", 7, "refunded = refunded - 1", "REFUNDED"),
                ended("cancelled, and the money is still set aside", 8, "state = 'AUTHORISED'", "AUTHORISED"),
                ended("the capture failed, and the money is still set aside", 8, "state = 'CAPTURE_FAILED'", "CAPTURE"),
                ended("expired, and a call may have taken the money", 9, "calling = 'AUTHORISE'", "calling AUTHORISE"),
                ended("declined, and the payment does not know the end", 6, "wanted = 1", "wanted 1"));
    }

    static Stream<Plant> refunds() {
        String asked = """
                UPDATE payment SET claimed = %2$d WHERE order_id = '%1$s';
                INSERT INTO refund (id, order_id, amount, currency, status, requested_by)
                VALUES (gen_random_uuid(), '%1$s', %3$d, 'GBP', '%4$s', 'o')
                """;
        return Stream.of(
                new Plant(
                        "asked for, and not set aside",
                        asked.formatted(order(3), 0, 10, "PENDING"),
                        "refund-sums",
                        order(3),
                        "claimed 0, refunded 0; its refunds: 10, 0"),
                new Plant(
                        "set aside for a refund that failed",
                        asked.formatted(order(3), 10, 10, "FAILED"),
                        "refund-sums",
                        order(3),
                        "claimed 10, refunded 0; its refunds: 0, 0"),
                new Plant(
                        "given back, and not counted",
                        asked.formatted(order(3), 10, 10, "SUCCEEDED"),
                        "refund-sums",
                        order(3),
                        "claimed 10, refunded 0; its refunds: 10, 10"),
                new Plant(
                        "more asked for than was captured",
                        asked.formatted(order(3), 1_000_000, 1_000_000, "PENDING"),
                        "refund-sums",
                        order(3),
                        "claimed 1000000"));
    }

    private static Plant ended(String what, int order, String set, String detail) {
        return new Plant(
                what,
                "UPDATE payment SET " + set + " WHERE order_id = '" + order(order) + "'",
                "ended-orders-hold-nothing",
                order(order),
                detail);
    }
}
