package dev.souk.prove.check.promise;

import static dev.souk.prove.check.facts.FactKind.ORDERS;
import static dev.souk.prove.check.facts.FactKind.TIMELINES;

import java.util.List;
import java.util.Set;

/** Checks the life of orders: the states that buyers saw, and the steps in the shop's timelines. */
final class OrderChecks {
    private static final String SEEN = "SELECT count(*) FROM exchange WHERE order_id IS NOT NULL";

    static final List<Check> ALL = List.of(
            Check.of(
                    "seen-states-happened",
                    "Every state that a buyer saw is one the order went through, and what it was told to have ended as,"
                            + " it"
                            + " is.",
                    Set.of(ORDERS),
                    SEEN,
                    """
                    SELECT o.id::text AS subject,
                           'request ' || x.id || ' saw ' || x.order_status || COALESCE(' by ' || x.events::text, '')
                               || '; stored is ' || o.status || ' by ' || o.events::text AS detail,
                           NULL::int8 AS excess
                    FROM exchange x
                    JOIN orders o ON o.id = x.order_id
                    LEFT JOIN state seen ON seen.status = x.order_status
                    LEFT JOIN state stored ON stored.status = o.status
                    WHERE seen.rank IS NULL
                       OR stored.rank IS NULL
                       OR stored.rank < seen.rank
                       OR (seen.rank = 6 AND x.order_status <> o.status)
                       OR (cardinality(o.events) > 0 AND x.events IS NOT NULL
                           AND (o.events[1:cardinality(x.events)] IS DISTINCT FROM x.events
                             OR o.statuses[cardinality(x.events)] IS DISTINCT FROM x.order_status))
                       OR x.authorized > o.authorized OR x.captured > o.captured OR x.refunded > o.refunded
                    """),
            Check.of(
                    "no-state-is-taken-back",
                    "Who asks again is never told less than was told before: not by another node, not after a crash.",
                    Set.of(),
                    SEEN,
                    """
                    WITH point AS (
                        SELECT x.order_id, x.ended_ns AS ns, 1 AS kind, s.rank, cardinality(x.events) AS seq,
                               NULL::int8 AS id
                        FROM exchange x JOIN state s ON s.status = x.order_status WHERE x.order_id IS NOT NULL
                        UNION ALL
                        SELECT x.order_id, x.asked_ns, 0, NULL, NULL, x.id
                        FROM exchange x WHERE x.order_id IS NOT NULL),
                    known AS (
                        SELECT id, max(rank) OVER told AS rank, max(seq) OVER told AS seq
                        FROM point
                        WINDOW told AS (PARTITION BY order_id ORDER BY ns, kind ROWS UNBOUNDED PRECEDING))
                    SELECT x.order_id::text AS subject,
                           'request ' || x.id || ' was told ' || x.order_status
                               || COALESCE(' (step ' || cardinality(x.events) || ')', '')
                               || ' after another had been told more'
                               || COALESCE(' (step ' || k.seq || ')', '') AS detail,
                           NULL::int8 AS excess
                    FROM known k
                    JOIN exchange x ON x.id = k.id
                    JOIN state s ON s.status = x.order_status
                    WHERE s.rank < k.rank OR cardinality(x.events) < k.seq
                    """),
            Check.of(
                    "cancelled-is-cancelled",
                    "An order whose cancellation was confirmed is cancelled.",
                    Set.of(ORDERS),
                    "SELECT count(*) FROM exchange WHERE operation = 'CANCEL_ORDER' AND status = 200",
                    """
                    SELECT x.target AS subject,
                           'request ' || x.id || ' was told ' || COALESCE(x.order_status, 'nothing') || '; stored is '
                               || COALESCE(o.status, 'nothing') AS detail,
                           NULL::int8 AS excess
                    FROM exchange x LEFT JOIN orders o ON o.id::text = x.target
                    WHERE x.operation = 'CANCEL_ORDER' AND x.status = 200
                      AND (x.order_status IS DISTINCT FROM 'CANCELLED' OR o.status IS DISTINCT FROM 'CANCELLED')
                    """),
            Check.counting(
                    "orders",
                    "orders-are-settled",
                    "Every order is settled by its deadline.",
                    Set.of(ORDERS),
                    "SELECT count(*) FROM orders",
                    """
                    WITH named AS (
                        SELECT subject, min(deadline) AS deadline FROM event WHERE type = 'order.placed'
                          GROUP BY subject),
                    done AS (
                        SELECT p.order_id, min(p.at) AS at FROM step p JOIN state s ON s.status = p.status
                        WHERE s.settled GROUP BY p.order_id),
                    due AS (
                        SELECT o.id, o.status, COALESCE(s.settled, false) AS settled, done.at, r.read_at,
                               COALESCE(n.deadline, o.created_at + r.deadline) + r.slack AS latest
                        FROM orders o
                        CROSS JOIN run r
                        LEFT JOIN state s ON s.status = o.status
                        LEFT JOIN named n ON n.subject = o.id::text
                        LEFT JOIN done ON done.order_id = o.id)
                    SELECT id::text AS subject,
                           CASE WHEN settled THEN 'settled at ' || at ELSE 'still ' || status || ' at ' || read_at END
                               || ', due at ' || latest AS detail,
                           1::int8 AS excess
                    FROM due
                    WHERE (NOT settled AND read_at > latest) OR at > latest
                    """),
            Check.of(
                    "timelines-follow-the-table",
                    "Every order went from state to state as the table of states allows, step by step, without a gap.",
                    Set.of(ORDERS, TIMELINES),
                    "SELECT count(*) FROM step",
                    """
                    WITH chain AS (
                        SELECT order_id, place, seq, status, event,
                               lag(status) OVER (PARTITION BY order_id ORDER BY place) AS before
                        FROM step)
                    SELECT c.order_id::text AS subject,
                           'step ' || c.place || ' (numbered ' || c.seq || '): ' || COALESCE(c.before, 'nothing')
                             || ' - '
                               || c.event || ' -> ' || c.status AS detail,
                           NULL::int8 AS excess
                    FROM chain c
                    LEFT JOIN transition t ON t.before = c.before AND t.event = c.event AND t.after = c.status
                    WHERE c.seq <> c.place
                       OR c.place = 1 AND (c.status <> 'PENDING' OR c.event <> 'order.placed')
                       OR c.place > 1 AND t.event IS NULL AND (c.event LIKE 'order.%' OR c.status <> c.before)
                    UNION ALL
                    SELECT id::text, 'is ' || status || ' at step ' || seq || ', its timeline says '
                      || statuses::text, NULL
                    FROM orders
                    WHERE statuses[cardinality(statuses)] IS DISTINCT FROM status OR cardinality(statuses) <> seq
                    """));

    private OrderChecks() {}
}
