package dev.souk.prove.check.promise;

import static dev.souk.prove.check.facts.FactKind.EVENTS;
import static dev.souk.prove.check.facts.FactKind.INBOX;
import static dev.souk.prove.check.facts.FactKind.ORDERS;
import static dev.souk.prove.check.facts.FactKind.OUTBOX;
import static dev.souk.prove.check.facts.FactKind.TIMELINES;

import java.util.List;
import java.util.Set;

/** The topics hold every committed event and no other event, and every event takes effect once. */
final class EventChecks {
    static final List<Check> ALL = List.of(
            Check.of(
                    "facts-are-published",
                    "Every event that was committed is on its topic as it was committed, and marked as published.",
                    Set.of(OUTBOX, EVENTS),
                    "SELECT count(*) FROM outbox",
                    """
                    SELECT o.id::text AS subject,
                           o.topic || ' about ' || o.subject || ': '
                               || CASE WHEN e.id IS NULL THEN 'not on the topic'
                                       WHEN NOT o.published THEN 'not marked as published'
                                       ELSE 'something else is on the topic' END AS detail,
                           NULL::int8 AS excess
                    FROM outbox o
                    LEFT JOIN (SELECT DISTINCT id, topic, subject, digest FROM event) e ON e.id = o.id
                      AND e.topic = o.topic
                    WHERE e.id IS NULL OR NOT o.published OR e.digest <> o.digest OR e.subject <> o.subject
                    """),
            Check.of(
                    "published-facts-were-committed",
                    "Nothing is on a topic that was not committed first.",
                    Set.of(OUTBOX, EVENTS),
                    "SELECT count(DISTINCT id) FROM event WHERE topic NOT LIKE '%.dlq'",
                    """
                    SELECT COALESCE(e.id::text, e.topic || '-' || e.partition || '@' || e."offset") AS subject,
                           e.topic || ': ' || e.type || ' about ' || e.subject || ' was never committed' AS detail,
                           NULL::int8 AS excess
                    FROM event e LEFT JOIN outbox o ON o.id = e.id
                    WHERE o.id IS NULL AND e.topic NOT LIKE '%.dlq'
                    """),
            Check.of(
                    "events-concern-real-orders",
                    "No event is about an order that is not there.",
                    Set.of(ORDERS, EVENTS),
                    "SELECT count(*) FROM order_event",
                    """
                    SELECT e.subject, string_agg(DISTINCT e.type, ', ') || ' of an order that is not there' AS detail,
                           NULL::int8 AS excess
                    FROM order_event e LEFT JOIN orders o ON o.id::text = e.subject
                    WHERE o.id IS NULL
                    GROUP BY e.subject
                    """),
            Check.of(
                    "timelines-are-published",
                    "Every step of an order was published as the event that its timeline names,"
                            + " and no event tells of a step"
                            + " that was not taken.",
                    Set.of(ORDERS, TIMELINES, EVENTS),
                    "SELECT count(*) FROM step WHERE event LIKE 'order.%'",
                    """
                    WITH told AS (SELECT DISTINCT id, subject, type, seq FROM event WHERE type LIKE 'order.%'),
                    taken AS (SELECT order_id::text AS subject, seq, event, event_id FROM step
                      WHERE event LIKE 'order.%')
                    SELECT COALESCE(s.subject, t.subject) AS subject,
                           CASE WHEN t.subject IS NULL THEN 'step ' || s.seq || ', ' || s.event || ', was not published'
                                ELSE t.type || ' tells of step ' || t.seq || ', which was not taken' END AS detail,
                           NULL::int8 AS excess
                    FROM taken s FULL JOIN told t
                      ON t.subject = s.subject AND t.seq = s.seq AND t.type = s.event AND t.id = s.event_id
                    WHERE t.subject IS NULL OR s.subject IS NULL
                    """),
            Check.counting(
                    "facts too many",
                    "nothing-happens-twice",
                    "Of an order no fact is stated twice: it is reserved or rejected once, authorised or declined once,"
                            + " and"
                            + " ends once.",
                    Set.of(EVENTS),
                    "SELECT count(DISTINCT subject) FROM order_event",
                    """
                    WITH stated AS (
                        SELECT DISTINCT id, subject, type,
                               CASE WHEN type IN ('stock.reserved', 'stock.rejected') THEN 'what stock says'
                                    WHEN type IN ('payment.authorized', 'payment.declined') THEN 'the authorisation'
                                    WHEN type IN ('order.rejected', 'order.payment_failed', 'order.cancelled',
                                                  'order.expired', 'order.refunded') THEN 'the end'
                                    ELSE type END AS what
                        FROM order_event WHERE type <> 'payment.refunded')
                    SELECT subject, what || ' is stated ' || count(*) || ' times: '
                               || string_agg(type || ' ' || COALESCE(id::text, '?'), ', ' ORDER BY type, id) AS detail,
                           count(*) - 1 AS excess
                    FROM stated
                    GROUP BY subject, what HAVING count(*) > 1
                    """),
            Check.of(
                    "every-event-is-handled-once",
                    "Every event was handled by everyone who has to act on it,"
                            + " as they wrote down or as their tables show, and"
                            + " nothing is written down as handled twice, or that never was.",
                    Set.of(EVENTS, INBOX),
                    "SELECT count(*) FROM inbox",
                    """
                    WITH wanted AS (
                        SELECT DISTINCT e.id, c.name
                        FROM event e JOIN consumer c ON c.type = e.type
                        WHERE e.id IS NOT NULL AND e.topic NOT LIKE '%.dlq'
                          AND (c.name <> 'cart' OR EXISTS (
                            SELECT 1 FROM orders o WHERE o.id::text = e.subject AND o.cart_id IS NOT NULL))),
                    handled AS (SELECT event_id, consumer, count(*) AS times FROM inbox GROUP BY event_id, consumer)
                    SELECT w.id::text AS subject, 'not handled by ' || w.name AS detail, NULL::int8 AS excess
                    FROM wanted w LEFT JOIN handled h ON h.event_id = w.id AND h.consumer = w.name
                    WHERE h.event_id IS NULL
                    UNION ALL
                    SELECT h.event_id::text,
                           CASE WHEN h.times > 1 THEN 'handled ' || h.times || ' times by ' || h.consumer
                                ELSE 'handled by ' || h.consumer || ', and on no topic' END,
                           NULL
                    FROM handled h
                    WHERE h.times > 1 OR NOT EXISTS (SELECT 1 FROM event e WHERE e.id = h.event_id)
                    """),
            Check.counting(
                    "events",
                    "no-dead-letters",
                    "No event had to be given up on.",
                    Set.of(EVENTS),
                    "SELECT count(*) FROM event",
                    """
                    SELECT topic || '-' || partition || '@' || "offset" AS subject, type || ' about '
                      || subject AS detail,
                           1::int8 AS excess
                    FROM event WHERE topic LIKE '%.dlq'
                    """));

    private EventChecks() {}
}
