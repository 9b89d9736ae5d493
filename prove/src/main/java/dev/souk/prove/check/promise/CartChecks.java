package dev.souk.prove.check.promise;

import static dev.souk.prove.check.facts.FactKind.CARTS;
import static dev.souk.prove.check.facts.FactKind.CLAIMS;
import static dev.souk.prove.check.facts.FactKind.EVENTS;
import static dev.souk.prove.check.facts.FactKind.ORDERS;

import java.util.List;
import java.util.Set;

/**
 * Checks the content of the carts. A cart has a version that rises with every change. The version makes the content
 * checkable: all answers that name the same version of a cart name the same lines.
 */
final class CartChecks {
    /**
     * The lines that each cart has to hold in the end: the lines that its buyer saw last, without those that a
     * confirmed order bought and that were not set again since. Uncertain lines are left out: their last change got no
     * answer.
     */
    private static final String EXPECTED = """
            WITH last AS (
                SELECT DISTINCT ON (cart_id) cart_id, id
                FROM exchange WHERE cart_id IS NOT NULL
                ORDER BY cart_id, cart_version DESC, id DESC),
            changed AS (
                SELECT cart_id, sku, max(version) AS version,
                  max(asked_ns) FILTER (WHERE version IS NOT NULL) AS certain,
                       max(asked_ns) FILTER (WHERE doubtful) AS doubtful
                FROM cart_change GROUP BY cart_id, sku),
            unknown AS (SELECT cart_id, sku FROM changed WHERE doubtful > COALESCE(certain, 0)),
            bought AS (
                SELECT o.cart_id, u.sku, max(o.cart_version) AS version, min(o.id::text) AS order_id
                FROM orders o JOIN confirmed c ON c.order_id = o.id JOIN order_unit u ON u.order_id = o.id
                WHERE o.cart_id IS NOT NULL GROUP BY o.cart_id, u.sku),
            expected AS (
                SELECT l.cart_id, s.sku, s.quantity
                FROM last l
                JOIN seen_cart_line s ON s.exchange_id = l.id
                LEFT JOIN changed c ON c.cart_id = l.cart_id AND c.sku = s.sku
                LEFT JOIN bought b ON b.cart_id = l.cart_id AND b.sku = s.sku
                WHERE b.version IS NULL OR b.version < c.version),
            held AS (SELECT h.* FROM cart_line h JOIN last l ON l.cart_id = h.cart_id)
            """;

    static final List<Check> ALL = List.of(
            Check.of(
                    "carts-are-found",
                    "Whoever was given a cart finds it, and every line that they saw in it.",
                    Set.of(),
                    "SELECT count(*) FROM exchange WHERE operation LIKE '%CART%' AND status IS NOT NULL",
                    """
                    SELECT COALESCE(target, buyer) AS subject,
                           operation || ' (request ' || id || ') was answered 404 ' || COALESCE(code, '') AS detail,
                           NULL::int8 AS excess
                    FROM exchange WHERE operation LIKE '%CART%' AND status = 404
                    """),
            Check.of(
                    "cart-changes-are-done",
                    "An answer that says that a line of a cart was set shows it as it was asked for, in a new version.",
                    Set.of(),
                    "SELECT count(*) FROM cart_change WHERE version IS NOT NULL",
                    """
                    SELECT c.cart_id::text AS subject,
                           'request ' || c.id || ' asked for ' || c.quantity || ' x ' || c.sku || ', and was shown '
                               || COALESCE(s.quantity, 0) AS detail,
                           NULL::int8 AS excess
                    FROM cart_change c LEFT JOIN seen_cart_line s ON s.exchange_id = c.id AND s.sku = c.sku
                    WHERE c.version IS NOT NULL AND COALESCE(s.quantity, 0) <> c.quantity
                    """),
            Check.of(
                    "carts-are-told-alike",
                    "A version of a cart has the same lines in every answer,"
                            + " and nobody who asks again is told of an older"
                            + " one.",
                    Set.of(),
                    "SELECT count(*) FROM exchange WHERE cart_id IS NOT NULL",
                    """
                    WITH point AS (
                        SELECT cart_id, ended_ns AS ns, 1 AS kind, cart_version AS version, NULL::int8 AS id
                        FROM exchange WHERE cart_id IS NOT NULL
                        UNION ALL
                        SELECT cart_id, asked_ns, 0, NULL, id FROM exchange WHERE cart_id IS NOT NULL),
                    known AS (
                        SELECT id, max(version) OVER (PARTITION BY cart_id
                          ORDER BY ns, kind ROWS UNBOUNDED PRECEDING) AS version
                        FROM point)
                    SELECT cart_id::text AS subject,
                           'version ' || cart_version || ' was shown as ' || string_agg(DISTINCT cart_units, ' and as ')
                               AS detail,
                           NULL::int8 AS excess
                    FROM exchange WHERE cart_id IS NOT NULL
                    GROUP BY cart_id, cart_version HAVING count(DISTINCT cart_units) > 1
                    UNION ALL
                    SELECT x.cart_id::text,
                           'request ' || x.id || ' was told of version ' || x.cart_version
                             || ' after another had been told of '
                               || k.version,
                           NULL
                    FROM known k JOIN exchange x ON x.id = k.id
                    WHERE x.cart_version < k.version
                    """),
            Check.counting(
                    "orders",
                    "a-cart-is-ordered-once",
                    "A version of a cart became one order at the most.",
                    Set.of(ORDERS, CARTS),
                    "SELECT count(*) FROM orders WHERE cart_id IS NOT NULL",
                    """
                    SELECT cart_id::text AS subject,
                           'version ' || cart_version || ' became ' || count(*) || ' orders: '
                               || string_agg(id::text, ', ' ORDER BY id) AS detail,
                           count(*) - 1 AS excess
                    FROM orders WHERE cart_id IS NOT NULL
                    GROUP BY cart_id, cart_version HAVING count(*) > 1
                    """),
            Check.of(
                    "orders-are-their-carts",
                    "An order of a cart is what that version of the cart had,"
                            + " no older a version than its buyer had seen, and"
                            + " the buyer's own.",
                    Set.of(ORDERS, CLAIMS, CARTS),
                    "SELECT count(*) FROM orders WHERE cart_id IS NOT NULL",
                    """
                    WITH told AS (
                        SELECT DISTINCT cart_id, cart_version, cart_units FROM exchange WHERE cart_id IS NOT NULL),
                    ordered AS (
                        SELECT buyer, key, asked_cart, max(asked_version) AS version
                        FROM exchange WHERE operation = 'PLACE_ORDER' AND asked_cart IS NOT NULL
                        GROUP BY buyer, key, asked_cart)
                    SELECT o.id::text AS subject,
                           'version ' || o.cart_version || ' of the cart ' || o.cart_id || ' had ' || t.cart_units
                               || ', the order has ' || o.units AS detail,
                           NULL::int8 AS excess
                    FROM orders o JOIN told t ON t.cart_id = o.cart_id AND t.cart_version = o.cart_version
                    WHERE t.cart_units <> o.units
                    UNION ALL
                    SELECT o.id::text,
                           'is of version ' || o.cart_version || ' of the cart ' || o.cart_id
                             || ', where its buyer had seen '
                               || w.version,
                           NULL
                    FROM orders o
                    JOIN claim c ON c.order_id = o.id
                    JOIN ordered w ON w.buyer = c.customer AND w.key = c.key AND w.asked_cart = o.cart_id
                    WHERE o.cart_version < w.version
                    UNION ALL
                    SELECT o.id::text, 'is of the cart ' || o.cart_id || ' of ' || c.customer, NULL
                    FROM orders o JOIN cart c ON c.id = o.cart_id
                    WHERE c.customer <> o.customer
                    """),
            Check.counting(
                    "lines",
                    "carts-keep-what-was-not-bought",
                    "In the end a cart has what its buyer saw in it last:"
                            + " confirmed orders took out the lines that they bought,"
                            + " and no other, nor any that was set since.",
                    Set.of(ORDERS, CARTS, EVENTS),
                    EXPECTED + """
                    SELECT (SELECT count(*) FROM expected) + (SELECT count(*) FROM held)
                    """,
                    EXPECTED + """
                    SELECT COALESCE(e.cart_id, h.cart_id)::text AS subject,
                           COALESCE(e.sku, h.sku) || ': '
                               || CASE WHEN h.sku IS NULL THEN e.quantity || ' were put in, and are gone'
                                       WHEN e.sku IS NULL THEN h.quantity || ' are in it that were bought or taken out'
                                       ELSE e.quantity || ' were put in, ' || h.quantity || ' are there' END AS detail,
                           1::int8 AS excess
                    FROM expected e FULL JOIN held h ON h.cart_id = e.cart_id AND h.sku = e.sku
                    WHERE e.quantity IS DISTINCT FROM h.quantity
                      AND NOT EXISTS (
                          SELECT 1 FROM unknown u
                          WHERE u.cart_id = COALESCE(e.cart_id, h.cart_id) AND u.sku = COALESCE(e.sku, h.sku))
                    """));

    private CartChecks() {}
}
