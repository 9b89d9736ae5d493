package dev.souk.prove.check.notice;

import static dev.souk.prove.check.facts.FactKind.ORDERS;
import static dev.souk.prove.check.facts.FactKind.TIMELINES;

import dev.souk.prove.check.promise.Check;
import java.util.List;
import java.util.Set;

/** Promises to buyers who follow an order by a stream of events, over all the connections that it takes. */
public final class StreamChecks {
    private static final String EVENTS = "SELECT count(*) FROM told";
    private static final String FOLLOWS = "SELECT count(*) FROM follow";

    /**
     * The condition on which the shop answers that nothing is left to tell: the order has ended, and money that was
     * taken for it is back. An authorisation under way, or a repair, may add a step after that; no stream promises to
     * tell that step.
     */
    private static final String OVER = """
        (%1$s IN ('REJECTED', 'PAYMENT_FAILED', 'REFUNDED')
         OR %1$s IN ('CANCELLED', 'EXPIRED')
           AND (o.total = 0 OR NOT %2$s && ARRAY['order.confirmed', 'payment.authorized', 'payment.captured']
             OR %2$s && ARRAY['payment.voided', 'payment.refunded']))\
        """;

    public static final List<Check> ALL = List.of(
            Check.counting(
                    "steps missed",
                    "followers-miss-nothing",
                    "A buyer who follows an order is told each step of it, from the first on and without a gap,"
                            + " however often and at whatever node they connect again.",
                    Set.of(ORDERS, TIMELINES),
                    EVENTS,
                    """
                    SELECT order_id::text AS subject,
                           'stream ' || stream_id || ' told ' || follower || ' step ' || seq || ', ' || event
                               || ', after ' || known AS detail,
                           seq - known - 1 AS excess
                    FROM heard WHERE seq > known + 1
                    UNION ALL
                    SELECT f.order_id::text,
                           f.follower || ' was told ' || f.known || ' of ' || cardinality(o.events) || ' steps',
                           cardinality(o.events) - f.known
                    FROM follow f JOIN orders o ON o.id = f.order_id
                    WHERE NOT f.ended AND f.known < cardinality(o.events)
                    """),
            Check.counting(
                    "steps too many",
                    "followers-hear-nothing-twice",
                    "A buyer who follows an order is told no step of it again, nor one after a later one.",
                    Set.of(ORDERS, TIMELINES),
                    EVENTS,
                    """
                    SELECT order_id::text AS subject,
                           'stream ' || stream_id || ' told ' || follower || ' step ' || seq || ', ' || event
                               || ', after ' || known AS detail,
                           1::int8 AS excess
                    FROM heard WHERE seq <= known
                    """),
            Check.of(
                    "followers-hear-what-happened",
                    "Every event of a stream is a step of its order: of this number, name, state and id.",
                    Set.of(ORDERS, TIMELINES),
                    EVENTS,
                    """
                    SELECT t.order_id::text AS subject,
                           'stream ' || t.stream_id || ' told step ' || t.seq || ', ' || t.event || ', to '
                               || COALESCE(t.status, 'no state') || ' by ' || COALESCE(t.event_id, 'no event')
                               || '; stored is ' || COALESCE(s.event || ', to ' || s.status, 'no such step') AS detail,
                           NULL::int8 AS excess
                    FROM told t LEFT JOIN step s ON s.order_id = t.order_id AND s.seq = t.seq
                    WHERE s.order_id IS NULL OR t.event <> s.event OR t.status IS DISTINCT FROM s.status
                       OR t.event_id IS DISTINCT FROM s.event_id::text
                    """),
            Check.of(
                    "streams-end-with-their-orders",
                    "The stream of an order that has ended, with its money back, is ended by the shop; that of any"
                            + " other is not.",
                    Set.of(ORDERS, TIMELINES),
                    FOLLOWS,
                    """
                    SELECT f.order_id::text AS subject,
                           'the order is ' || o.status || ', and ' || f.follower || ' was not told that this is all'
                               AS detail,
                           NULL::int8 AS excess
                    FROM follow f JOIN orders o ON o.id = f.order_id
                    WHERE NOT f.ended AND %s
                    UNION ALL
                    SELECT s.order_id::text,
                           'stream ' || s.id || ' was told that nothing is left after step ' || COALESCE(s.after_seq, 0)
                               || ', ' || COALESCE(o.statuses[s.after_seq], 'of no state'),
                           NULL
                    FROM stream s JOIN orders o ON o.id = s.order_id
                    WHERE s.outcome = 'NOTHING_LEFT' AND (%s) IS NOT TRUE
                    """.formatted(
                                    OVER.formatted("o.status", "o.events"),
                                    OVER.formatted("o.statuses[s.after_seq]", "o.events[1:s.after_seq]"))),
            Check.of(
                    "followers-are-answered",
                    "A buyer who asks to follow an order is given its stream, or told that nothing is left, or asked"
                            + " to come back at a time that is named.",
                    Set.of(ORDERS, TIMELINES),
                    "SELECT count(*) FROM stream WHERE status IS NOT NULL",
                    """
                    SELECT order_id::text AS subject,
                           'stream ' || id || ' of ' || follower || ' was answered '
                               || COALESCE(status::text, 'nothing')
                               || CASE WHEN retry_after IS NULL THEN ' without Retry-After' ELSE '' END AS detail,
                           NULL::int8 AS excess
                    FROM stream
                    WHERE outcome = 'REFUSED' AND (status NOT IN (429, 503) OR retry_after IS NULL)
                    """));

    private StreamChecks() {}
}
