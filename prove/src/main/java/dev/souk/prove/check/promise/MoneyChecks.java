package dev.souk.prove.check.promise;

import static dev.souk.prove.check.facts.FactKind.CLAIMS;
import static dev.souk.prove.check.facts.FactKind.LEDGER;
import static dev.souk.prove.check.facts.FactKind.ORDERS;
import static dev.souk.prove.check.facts.FactKind.PAYMENTS;

import java.util.List;
import java.util.Set;

/** No buyer pays twice, and no money is made or lost. The provider's books show what was really done. */
final class MoneyChecks {
    private static final String MINOR_UNITS = "minor units";

    static final List<Check> ALL = List.of(
            Check.counting(
                    MINOR_UNITS + " overcharged",
                    "no-buyer-charged-twice",
                    "For one order, and for one key however often it was sent, the provider authorised once,"
                            + " captured once,"
                            + " and never more than the order's total.",
                    Set.of(ORDERS, CLAIMS, LEDGER),
                    "SELECT count(*) FROM account",
                    """
                    SELECT o.id::text AS subject,
                           'authorised ' || a.authorisations || ' times, captured ' || a.captures || ' times: '
                             || a.captured
                               || ' of ' || o.total || ', given back ' || a.refunded AS detail,
                           greatest(a.captured - a.refunded - o.total, 0) AS excess
                    FROM account a JOIN orders o ON o.id = a.order_id
                    WHERE a.authorisations > 1 OR a.captures > 1 OR a.captured > o.total
                    UNION ALL
                    SELECT c.key, 'paid for ' || count(*) || ' orders: '
                               || string_agg(c.order_id::text, ', ' ORDER BY c.order_id),
                           sum(a.captured - a.refunded) - max(a.captured - a.refunded)
                    FROM claim c JOIN account a ON a.order_id = c.order_id
                    WHERE a.captured > a.refunded
                    GROUP BY c.customer, c.key HAVING count(*) > 1
                    """),
            Check.counting(
                    MINOR_UNITS,
                    "no-money-without-an-order",
                    "Everything that the provider did was for an order that is there.",
                    Set.of(ORDERS, LEDGER),
                    "SELECT count(*) FROM ledger",
                    """
                    SELECT m.payment_id::text AS subject,
                           string_agg(DISTINCT m.operation, ', ') || ' for '
                               || COALESCE('order ' || m.order_id
                                 || ', which is not there', 'a payment of no order') AS detail,
                           sum(CASE m.operation WHEN 'CAPTURE' THEN m.amount WHEN 'REFUND' THEN -m.amount
                             ELSE 0 END) AS excess
                    FROM money m LEFT JOIN orders o ON o.id = m.order_id
                    WHERE o.id IS NULL
                    GROUP BY m.payment_id, m.order_id
                    """),
            Check.counting(
                    MINOR_UNITS + " missing",
                    "confirmed-orders-are-paid",
                    "A confirmed order was authorised once and captured once, for its total.",
                    Set.of(ORDERS, LEDGER),
                    "SELECT count(*) FROM orders o JOIN state s ON s.status = o.status WHERE s.has_goods",
                    """
                    SELECT o.id::text AS subject,
                           o.status || ': authorised ' || COALESCE(a.authorized, 0) || ' in '
                               || COALESCE(a.authorisations, 0) || ', captured ' || COALESCE(a.captured, 0) || ' in '
                               || COALESCE(a.captures, 0) || ' of ' || o.total AS detail,
                           greatest(o.total - COALESCE(a.captured, 0), 0) AS excess
                    FROM orders o JOIN state s ON s.status = o.status LEFT JOIN account a ON a.order_id = o.id
                    WHERE s.has_goods
                      AND (a.order_id IS NULL OR a.authorisations <> 1 OR a.authorized <> o.total
                        OR a.captures <> 1 OR a.captured <> o.total OR a.refunded > a.captured)
                    """),
            Check.counting(
                    MINOR_UNITS,
                    "ended-orders-keep-no-money",
                    "An order that ended without goods, or was refunded, holds no money:"
                            + " what was captured is given back, what"
                            + " was only authorised is let go.",
                    Set.of(ORDERS, LEDGER),
                    """
                    SELECT count(*) FROM account a JOIN orders o ON o.id = a.order_id JOIN state s
                      ON s.status = o.status
                    WHERE s.settled AND NOT s.has_paid
                    """,
                    """
                    SELECT o.id::text AS subject,
                           o.status || ': authorised ' || a.authorized || ', let go ' || a.voids || ' times, captured '
                               || a.captured || ', given back ' || a.refunded AS detail,
                           a.captured - a.refunded AS excess
                    FROM account a JOIN orders o ON o.id = a.order_id JOIN state s ON s.status = o.status
                    WHERE s.settled AND NOT s.has_paid
                      AND (a.captured <> a.refunded OR (a.authorisations > 0 AND a.captures = 0 AND a.voids = 0))
                    """),
            Check.counting(
                    MINOR_UNITS + " of difference",
                    "money-is-conserved",
                    "What the provider captured and did not give back is, to the minor unit,"
                            + " what the orders cost that keep"
                            + " it.",
                    Set.of(ORDERS, LEDGER),
                    "SELECT count(*) FROM ledger WHERE operation IN ('CAPTURE', 'REFUND')",
                    """
                    WITH taken AS (
                        SELECT currency, sum(CASE operation WHEN 'CAPTURE' THEN amount ELSE -amount END) AS amount
                        FROM ledger WHERE operation IN ('CAPTURE', 'REFUND') GROUP BY currency),
                    owed AS (
                        SELECT o.currency, sum(o.total - o.refunded) AS amount
                        FROM orders o JOIN state s ON s.status = o.status WHERE s.has_paid GROUP BY o.currency)
                    SELECT COALESCE(t.currency, w.currency) AS subject,
                           'captured and kept ' || COALESCE(t.amount, 0) || ', orders cost '
                             || COALESCE(w.amount, 0) AS detail,
                           abs(COALESCE(t.amount, 0) - COALESCE(w.amount, 0)) AS excess
                    FROM taken t FULL JOIN owed w ON w.currency = t.currency
                    WHERE COALESCE(t.amount, 0) <> COALESCE(w.amount, 0)
                    """),
            Check.counting(
                    MINOR_UNITS,
                    "books-agree",
                    "The provider's ledger, the shop's payments and its orders say the same sums of every order.",
                    Set.of(ORDERS, LEDGER, PAYMENTS),
                    "SELECT count(*) FROM payment",
                    """
                    SELECT p.order_id::text AS subject,
                           'authorised, captured, refunded: the payment (' || p.state || ') says ' || p.authorized
                             || ', '
                               || p.captured || ', ' || p.refunded || '; the provider ' || COALESCE(a.authorized, 0)
                                 || ', '
                               || COALESCE(a.captured, 0) || ', ' || COALESCE(a.refunded, 0) || '; the order '
                               || COALESCE(o.authorized || ', ' || o.captured || ', '
                                 || o.refunded, 'is not there') AS detail,
                           abs(p.captured - p.refunded - COALESCE(a.captured - a.refunded, 0)) AS excess
                    FROM payment p
                    LEFT JOIN account a ON a.order_id = p.order_id
                    LEFT JOIN orders o ON o.id = p.order_id
                    WHERE (p.authorized, p.captured, p.refunded)
                            <> (COALESCE(a.authorized, 0), COALESCE(a.captured, 0), COALESCE(a.refunded, 0))
                       OR (p.authorized, p.captured, p.refunded) IS DISTINCT FROM (o.authorized, o.captured, o.refunded)
                    """));

    private MoneyChecks() {}
}
