package dev.souk.prove.check.promise;

import static dev.souk.prove.check.facts.FactKind.ORDERS;
import static dev.souk.prove.check.facts.FactKind.RESERVATIONS;
import static dev.souk.prove.check.facts.FactKind.STOCK;

import java.util.List;
import java.util.Set;

/** No unit is sold twice. */
final class StockChecks {
    static final List<Check> ALL = List.of(
            Check.counting(
                    "units oversold",
                    "no-unit-sold-twice",
                    "Buyers were never promised more units of a SKU than came in.",
                    Set.of(ORDERS, STOCK),
                    "SELECT COALESCE(sum(received), 0) FROM stock",
                    """
                    WITH promised AS (
                        SELECT u.sku, sum(u.quantity) AS units, count(*) AS orders
                        FROM order_unit u JOIN orders o ON o.id = u.order_id JOIN state s ON s.status = o.status
                        WHERE s.has_goods OR o.status = 'RESERVED'
                        GROUP BY u.sku)
                    SELECT p.sku AS subject,
                           p.units || ' units promised to ' || p.orders || ' orders, '
                               || COALESCE(s.receipts, 0) || ' came in' AS detail,
                           p.units - COALESCE(s.receipts, 0) AS excess
                    FROM promised p LEFT JOIN stock s ON s.sku = p.sku
                    WHERE p.units > COALESCE(s.receipts, 0)
                    """),
            Check.counting(
                    "units miscounted",
                    "stock-counters-add-up",
                    "Per SKU: received = available + held + sold, none negative; received is the sum of the receipts,"
                            + " held of"
                            + " what is reserved, sold of what is committed.",
                    Set.of(STOCK, RESERVATIONS),
                    "SELECT count(*) FROM stock",
                    """
                    WITH reserved AS (
                        SELECT sku, COALESCE(sum(quantity) FILTER (WHERE state = 'HELD'), 0) AS held,
                               COALESCE(sum(quantity) FILTER (WHERE state = 'COMMITTED'), 0) AS sold
                        FROM reservation GROUP BY sku),
                    counted AS (
                        SELECT COALESCE(s.sku, r.sku) AS sku, COALESCE(s.received, 0) AS received,
                               COALESCE(s.available, 0) AS available, COALESCE(s.held, 0) AS held,
                               COALESCE(s.sold, 0) AS sold, COALESCE(s.receipts, 0) AS receipts,
                               COALESCE(r.held, 0) AS reserved_held, COALESCE(r.sold, 0) AS reserved_sold
                        FROM stock s FULL JOIN reserved r ON r.sku = s.sku)
                    SELECT sku AS subject,
                           'received ' || received || ' (receipts ' || receipts || '), available ' || available
                             || ', held '
                               || held || ' (reserved ' || reserved_held || '), sold ' || sold || ' (committed '
                               || reserved_sold || ')' AS detail,
                           abs(held + sold - reserved_held - reserved_sold) AS excess
                    FROM counted
                    WHERE received <> available + held + sold OR least(available, held, sold) < 0
                       OR received <> receipts OR held <> reserved_held OR sold <> reserved_sold
                    """),
            Check.counting(
                    "units",
                    "reservations-match-orders",
                    "A confirmed order has exactly one committed reservation of each of its SKUs, for its units;"
                            + " an order"
                            + " that ended without goods holds none.",
                    Set.of(ORDERS, RESERVATIONS),
                    "SELECT count(*) FROM order_unit",
                    """
                    WITH kept AS (
                        SELECT order_id, sku, count(*) AS rows,
                               COALESCE(sum(quantity) FILTER (WHERE state = 'HELD'), 0) AS held,
                               COALESCE(sum(quantity) FILTER (WHERE state = 'COMMITTED'), 0) AS committed
                        FROM reservation GROUP BY order_id, sku),
                    wanted AS (
                        SELECT u.order_id, u.sku, u.quantity, o.status, s.settled, s.has_goods
                        FROM order_unit u JOIN orders o ON o.id = u.order_id JOIN state s ON s.status = o.status),
                    both_sides AS (
                        SELECT COALESCE(w.order_id, k.order_id) AS order_id, COALESCE(w.sku, k.sku) AS sku,
                               w.quantity, w.status, w.settled, w.has_goods, COALESCE(k.rows, 0) AS rows,
                               COALESCE(k.held, 0) AS held, COALESCE(k.committed, 0) AS committed
                        FROM wanted w FULL JOIN kept k ON k.order_id = w.order_id AND k.sku = w.sku)
                    SELECT order_id::text AS subject,
                           sku || ': the order (' || COALESCE(status, 'unknown') || ') has ' || COALESCE(quantity, 0)
                               || ', held for it are ' || held || ', committed ' || committed || ', in ' || rows
                               || ' reservations' AS detail,
                           abs(CASE WHEN has_goods THEN quantity ELSE 0 END - committed) AS excess
                    FROM both_sides
                    WHERE rows > 1
                       OR CASE WHEN status IS NULL THEN held + committed > 0
                               WHEN has_goods THEN committed <> quantity OR held > 0
                               WHEN settled THEN held + committed > 0
                               WHEN status = 'RESERVED' THEN held + committed <> quantity
                               ELSE committed > 0 END
                    """));

    private StockChecks() {}
}
