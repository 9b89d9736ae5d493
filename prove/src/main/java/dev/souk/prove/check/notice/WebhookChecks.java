package dev.souk.prove.check.notice;

import static dev.souk.prove.check.facts.FactKind.DELIVERIES;
import static dev.souk.prove.check.facts.FactKind.ORDERS;
import static dev.souk.prove.check.facts.FactKind.TIMELINES;

import dev.souk.prove.check.promise.Check;
import java.util.List;
import java.util.Set;

/** Promises to a merchant whose endpoint wants all events of orders from before the first order on. */
public final class WebhookChecks {
    private static final String ATTEMPTS = "SELECT count(*) FROM webhook";

    public static final List<Check> ALL = List.of(
            Check.counting(
                    "events",
                    "webhooks-arrive",
                    "Every event of every order is taken by the merchant at least once, and all attempts to tell it"
                            + " have one webhook-id.",
                    Set.of(ORDERS, TIMELINES, DELIVERIES),
                    "SELECT count(*) FROM announced",
                    """
                    WITH arrived AS (
                        SELECT order_id, seq, type, count(DISTINCT webhook_id) AS ids, bool_or(taken) AS taken,
                               count(*) AS attempts, string_agg(DISTINCT webhook_id, ', ') AS named
                        FROM webhook GROUP BY order_id, seq, type)
                    SELECT a.order_id::text AS subject,
                           'step ' || a.seq || ', ' || a.event || ', '
                               || CASE WHEN w.order_id IS NULL THEN 'never arrived'
                                       WHEN NOT w.taken THEN 'was not taken in ' || w.attempts || ' attempts'
                                       ELSE 'arrived as ' || w.named END AS detail,
                           1::int8 AS excess
                    FROM announced a
                    LEFT JOIN arrived w ON w.order_id = a.order_id::text AND w.seq = a.seq AND w.type = a.event
                    WHERE w.order_id IS NULL OR NOT w.taken OR w.ids > 1
                    """),
            Check.of(
                    "webhooks-tell-what-happened",
                    "Every webhook is about a step that its order took, and has the id of that event.",
                    Set.of(ORDERS, TIMELINES, DELIVERIES),
                    ATTEMPTS,
                    """
                    SELECT COALESCE(w.order_id, w.webhook_id) AS subject,
                           'webhook ' || w.webhook_id || ' tells of step ' || COALESCE(w.seq::text, '?') || ', '
                               || COALESCE(w.type, 'of no type') || '; stored is '
                               || COALESCE(a.event || ' by ' || a.event_id, 'no such step') AS detail,
                           NULL::int8 AS excess
                    FROM webhook w LEFT JOIN announced a ON a.order_id::text = w.order_id AND a.seq = w.seq
                    WHERE a.order_id IS NULL OR a.event IS DISTINCT FROM w.type
                       OR a.event_id::text IS DISTINCT FROM w.webhook_id
                    """),
            Check.of(
                    "webhooks-are-signed",
                    "Every attempt is signed with the endpoint's secret, over its own id, time and body.",
                    Set.of(DELIVERIES),
                    ATTEMPTS,
                    """
                    SELECT COALESCE(order_id, webhook_id) AS subject,
                           'webhook ' || webhook_id || ' (' || COALESCE(type, 'of no type') || ') is not well signed'
                               AS detail,
                           NULL::int8 AS excess
                    FROM webhook WHERE NOT signed
                    """),
            Check.counting(
                    "deliveries",
                    "no-webhook-is-left",
                    "At rest every delivery has ended well, and none was given up.",
                    Set.of(DELIVERIES),
                    "SELECT count(*) FROM delivery",
                    """
                    SELECT COALESCE(order_id::text, event_id::text) AS subject,
                           event || ' (' || event_id || ') is ' || status || ' after ' || attempts || ' attempts'
                               AS detail,
                           1::int8 AS excess
                    FROM delivery WHERE status <> 'DELIVERED'
                    """));

    private WebhookChecks() {}
}
