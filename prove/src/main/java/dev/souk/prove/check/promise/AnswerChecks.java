package dev.souk.prove.check.promise;

import static dev.souk.prove.check.facts.FactKind.CLAIMS;
import static dev.souk.prove.check.facts.FactKind.ORDERS;

import java.util.List;
import java.util.Set;

/** Compares the answers that buyers got with the shop's data. */
final class AnswerChecks {
    /** Keys of which every request came back with a refusal that says that nothing was done. */
    private static final String REFUSED = """
            SELECT buyer, key, string_agg(DISTINCT status::text, ', ') AS statuses
            FROM exchange WHERE operation = 'PLACE_ORDER'
            GROUP BY buyer, key
            HAVING bool_and(outcome = 'ANSWERED'
                AND (status BETWEEN 400 AND 499 AND status NOT IN (408, 429) OR status = 503 AND code = 'busy'))
            """;

    static final List<Check> ALL = List.of(
            Check.of(
                    "buyers-could-buy",
                    "Buyers got what they came for: at least one order was confirmed."
                            + " A shop that sells nothing keeps every other"
                            + " promise.",
                    Set.of(ORDERS),
                    "SELECT count(*) FROM exchange WHERE operation = 'PLACE_ORDER'",
                    """
                    SELECT 'the run' AS subject,
                           'of ' || (SELECT count(*) FROM exchange WHERE operation = 'PLACE_ORDER')
                               || ' requests for orders none led to a confirmed one' AS detail,
                           NULL::int8 AS excess
                    WHERE NOT EXISTS (SELECT 1 FROM confirmed)
                      AND NOT EXISTS (
                        SELECT 1 FROM orders o JOIN state s ON s.status = o.status WHERE s.has_goods)
                    """),
            Check.counting(
                    "orders",
                    "acknowledged-orders-exist",
                    "Every order that was accepted is there, under the id that its buyer was told, and is theirs.",
                    Set.of(ORDERS),
                    "SELECT count(*) FROM exchange WHERE operation = 'PLACE_ORDER' AND status = 201",
                    """
                    SELECT DISTINCT COALESCE(x.order_id::text, x.key) AS subject,
                           CASE WHEN x.order_id IS NULL THEN 'the answer 201 holds no order'
                                WHEN o.id IS NULL THEN 'accepted with key ' || x.key || ', and not there'
                                ELSE 'accepted for ' || x.buyer || ', and belongs to ' || o.customer END AS detail,
                           1::int8 AS excess
                    FROM exchange x LEFT JOIN orders o ON o.id = x.order_id
                    WHERE x.operation = 'PLACE_ORDER' AND x.status = 201 AND (o.id IS NULL OR o.customer <> x.buyer)
                    """),
            Check.of(
                    "accepted-orders-are-found",
                    "An order that was accepted is found whenever its buyer asks for it.",
                    Set.of(),
                    "SELECT count(*) FROM exchange WHERE operation IN ('GET_ORDER',"
                            + " 'CANCEL_ORDER') AND status IS NOT NULL",
                    """
                    SELECT target AS subject, operation || ' (request ' || id || ') was answered 404' AS detail,
                           NULL::int8 AS excess
                    FROM exchange
                    WHERE operation IN ('GET_ORDER', 'CANCEL_ORDER') AND status = 404
                    """),
            Check.of(
                    "answers-match-the-store",
                    "Every order that an answer showed has the lines, prices and total that are stored.",
                    Set.of(ORDERS),
                    "SELECT count(*) FROM exchange WHERE order_id IS NOT NULL",
                    """
                    SELECT o.id::text AS subject,
                           'request ' || x.id || ' was told ' || x.priced || ' for ' || x.total || ' ' || x.currency
                               || '; stored is ' || o.priced || ' for ' || o.total || ' ' || o.currency AS detail,
                           NULL::int8 AS excess
                    FROM exchange x JOIN orders o ON o.id = x.order_id
                    WHERE x.priced <> o.priced OR x.total <> o.total OR x.currency <> o.currency
                    """),
            Check.of(
                    "orders-are-what-was-asked",
                    "An accepted order has the units that were asked for,"
                            + " and costs their prices' sum and what the buyer"
                            + " insisted on.",
                    Set.of(),
                    "SELECT count(*) FROM exchange WHERE operation = 'PLACE_ORDER' AND order_id IS NOT NULL",
                    """
                    SELECT order_id::text AS subject,
                           CASE WHEN units <> asked_units THEN 'asked for ' || asked_units || ', got ' || units
                                WHEN total <> priced_sum THEN 'costs ' || total || ', its lines ' || priced_sum
                                ELSE 'costs ' || total || ' where the buyer expected ' || expected_total END AS detail,
                           NULL::int8 AS excess
                    FROM exchange
                    WHERE operation = 'PLACE_ORDER' AND order_id IS NOT NULL
                      AND (units <> asked_units OR total <> priced_sum OR total <> expected_total)
                    """),
            Check.counting(
                    "orders",
                    "one-order-per-key",
                    "However often a request was repeated, its key made one order.",
                    Set.of(CLAIMS),
                    "SELECT count(DISTINCT (buyer, key)) FROM exchange WHERE operation = 'PLACE_ORDER'",
                    """
                    WITH made AS (
                        SELECT buyer AS customer, key, order_id FROM exchange
                        WHERE operation = 'PLACE_ORDER' AND order_id IS NOT NULL
                        UNION
                        SELECT customer, key, order_id FROM claim)
                    SELECT key AS subject,
                           count(*) || ' orders: ' || string_agg(order_id::text, ', ' ORDER BY order_id) AS detail,
                           count(*) - 1 AS excess
                    FROM made GROUP BY customer, key HAVING count(*) > 1
                    """),
            Check.of(
                    "replays-are-equal",
                    "A repeated request is answered with the same order as the first, and says that it is a replay.",
                    Set.of(),
                    """
                    SELECT count(*) FROM (
                        SELECT 1 FROM exchange WHERE operation = 'PLACE_ORDER' AND status = 201
                        GROUP BY buyer, key HAVING count(*) > 1) AS repeated
                    """,
                    """
                    SELECT key AS subject,
                           count(*) || ' answers, ' || count(*) FILTER (WHERE NOT replayed)
                             || ' of them not as a replay, with '
                               || count(DISTINCT (order_id, priced, total, currency)) || ' different orders' AS detail,
                           NULL::int8 AS excess
                    FROM exchange
                    WHERE operation = 'PLACE_ORDER' AND status = 201
                    GROUP BY buyer, key
                    HAVING count(*) FILTER (WHERE NOT replayed) > 1
                        OR count(DISTINCT (order_id, priced, total, currency)) > 1
                    """),
            Check.counting(
                    "orders",
                    "no-order-unasked",
                    "Every order of a buyer goes back to a request of theirs, for these units,"
                            + " and every claimed key to an"
                            + " order.",
                    Set.of(ORDERS, CLAIMS),
                    "SELECT count(*) FROM orders WHERE customer IN (SELECT buyer FROM exchange)",
                    """
                    WITH every AS (
                        SELECT DISTINCT o.id AS order_id, x.buyer, x.key, x.asked_units, x.asked_cart,
                               x.asked_cart IS NOT DISTINCT FROM o.cart_id
                                   AND (x.asked_units IS NULL OR x.asked_units = o.units) AS same
                        FROM exchange x
                        JOIN claim c ON c.customer = x.buyer AND c.key = x.key
                        JOIN orders o ON o.id = c.order_id
                        WHERE x.operation = 'PLACE_ORDER'),
                    -- Of different bodies under one key, the order may be of any: the others were to be refused.
                    asked AS (
                        SELECT DISTINCT ON (order_id, buyer, key) * FROM every ORDER BY order_id, buyer, key, same DESC)
                    SELECT o.id::text AS subject,
                           CASE WHEN c.order_id IS NULL THEN 'no key was claimed for it'
                                WHEN a.key IS NULL THEN 'nobody asked for it: its key is ' || c.key
                                WHEN a.asked_cart IS DISTINCT FROM o.cart_id
                                    THEN 'asked for the cart ' || COALESCE(a.asked_cart::text, 'of none') || ', is of '
                                        || COALESCE(o.cart_id::text, 'none')
                                ELSE 'asked for ' || a.asked_units || ', is ' || o.units END AS detail,
                           1::int8 AS excess
                    FROM orders o
                    LEFT JOIN claim c ON c.order_id = o.id
                    LEFT JOIN asked a ON a.order_id = o.id AND a.buyer = o.customer AND a.key = c.key
                    WHERE o.customer IN (SELECT buyer FROM exchange)
                      AND (c.order_id IS NULL OR a.key IS NULL OR a.asked_cart IS DISTINCT FROM o.cart_id
                        OR a.asked_units <> o.units)
                    UNION ALL
                    SELECT c.key, 'claimed for order ' || c.order_id || ', which is not there', 1
                    FROM claim c LEFT JOIN orders o ON o.id = c.order_id WHERE o.id IS NULL
                    """),
            Check.counting(
                    "orders",
                    "refused-means-refused",
                    "A key whose every request was definitely refused made no order.",
                    Set.of(CLAIMS),
                    "SELECT count(*) FROM (" + REFUSED + ") AS refused",
                    "WITH refused AS (" + REFUSED + """
                    )
                    SELECT r.key AS subject, 'refused with ' || r.statuses || ', and made order '
                      || c.order_id AS detail,
                           1::int8 AS excess
                    FROM refused r JOIN claim c ON c.customer = r.buyer AND c.key = r.key
                    """),
            Check.of(
                    "answers-are-documented",
                    "Well-formed requests of signed-in buyers are never answered with a fault of the server,"
                            + " and every refusal"
                            + " says what it is, and when to come back.",
                    Set.of(),
                    "SELECT count(*) FROM exchange WHERE outcome = 'ANSWERED'",
                    """
                    SELECT 'request ' || id AS subject,
                           operation || ' was answered ' || status || COALESCE(' ' || code, ' without a code')
                               || CASE WHEN status IN (429, 503) AND retry_after IS NULL THEN ' without Retry-After'
                                       ELSE '' END AS detail,
                           NULL::int8 AS excess
                    FROM exchange
                    WHERE outcome = 'ANSWERED'
                      AND (status NOT IN (200, 201, 404, 409, 412, 422, 429, 503)
                        OR status >= 400 AND code IS NULL
                        OR status IN (429, 503) AND retry_after IS NULL
                        OR operation = 'PLACE_ORDER' AND status IN (200, 404))
                    """));

    private AnswerChecks() {}
}
