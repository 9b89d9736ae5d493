package dev.souk.audit.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The audit's SQL of outbox and inbox. Suspects are event ids. */
public final class EventAuditRepository {
    private static final String EVENTS = "SELECT count(*) FROM outbox";

    private static final CheckSql UNPUBLISHED = CheckSql.settling(EVENTS, """
            SELECT x.id::text AS id,
                   x.type || ' of ' || x.key || ' is not in ' || x.topic AS detail
            FROM (SELECT DISTINCT unnest(p.events) AS id FROM outbox_pending p) AS u
            JOIN outbox x ON x.id = u.id
            WHERE ($1::uuid[] IS NULL OR x.id = ANY ($1::uuid[]))
            """);

    /**
     * {@code $2} to {@code $4}: the event type, the consumer that it concerns, the text that it holds; {@code $5}:
     * younger than so many milliseconds. An inbox row tells that a consumer had an event, or that an operator discarded
     * it. Where a consumer has no row, its data tells: stock and payment know of the order, and the order has taken
     * note. Other checks look at the stock and the payment of a confirmed order, and at orders that do not exist.
     */
    private static final CheckSql UNHANDLED = CheckSql.settling(EVENTS, """
            SELECT x.id::text AS id,
                   min(x.type) || ' of ' || min(x.key) || ' has not reached '
                     || string_agg(u.consumer, ', ' ORDER BY u.consumer) AS detail
            FROM (
              SELECT e.id, c.consumer
              FROM (
                SELECT id, type, payload, created_at,
                       CASE WHEN key ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' THEN key::uuid END AS order_id
                FROM outbox) AS e
              JOIN unnest($2::text[], $3::text[], $4::text[]) AS c (type, consumer, holding) ON c.type = e.type
              LEFT JOIN orders o ON o.id = e.order_id
              LEFT JOIN stock_order s ON s.order_id = e.order_id
              LEFT JOIN payment m ON m.order_id = e.order_id
              WHERE NOT EXISTS (SELECT 1 FROM (SELECT unnest(p.events) AS id FROM outbox_pending p) AS u
                WHERE u.id = e.id)
                AND e.created_at > now() - $5::int8 * INTERVAL '1 millisecond'
                AND ($1::uuid[] IS NULL OR e.id = ANY ($1::uuid[]))
                AND (c.holding IS NULL OR strpos(e.payload, c.holding) > 0)
                AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.event_id = e.id AND i.consumer = c.consumer)
                AND CASE c.consumer
                    WHEN 'stock' THEN
                      o.status NOT IN ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REFUNDED') AND s.order_id IS NULL
                      AND NOT EXISTS (SELECT 1 FROM reservation r WHERE r.order_id = e.order_id)
                    WHEN 'payment' THEN
                      o.status NOT IN ('CONFIRMED', 'SHIPPED', 'DELIVERED', 'REFUNDED')
                      AND (m.order_id IS NULL OR (e.type = 'order.reserved' AND m.amount IS NULL))
                    WHEN 'order' THEN
                      CASE
                        WHEN e.type LIKE 'stock.%' THEN o.status = 'PENDING'
                        WHEN e.type = 'payment.refunded' THEN
                          o.refunded < coalesce((e.payload::jsonb #>> '{data,refunded,amount}')::int8, 1)
                        ELSE
                          array_position(
                            ARRAY['NONE', 'AUTHORIZED', 'DECLINED', 'CAPTURED', 'CAPTURE_FAILED', 'VOIDED', 'REFUNDED'],
                            o.payment_status)
                          < array_position(
                            ARRAY['', 'payment.authorized', 'payment.declined', 'payment.captured',
                                  'payment.capture_failed', 'payment.voided'],
                            e.type)
                      END
                    ELSE true END) AS u
            JOIN outbox x ON x.id = u.id
            GROUP BY x.id
            """);

    public Future<Finding> unpublished(SqlClient snapshot) {
        return UNPUBLISHED.look(snapshot, CheckSql.everything());
    }

    public Future<Finding> unpublished(SqlClient snapshot, Collection<String> ids) {
        return UNPUBLISHED.lookAgain(snapshot, CheckSql.only(ids));
    }

    /** @param within how young an event is of which everything is certainly kept */
    public Future<Finding> unhandled(SqlClient snapshot, List<Subscription> subscriptions, Duration within) {
        return UNHANDLED.look(snapshot, with(CheckSql.everything(), subscriptions, within));
    }

    public Future<Finding> unhandled(
            SqlClient snapshot, List<Subscription> subscriptions, Duration within, Collection<String> ids) {
        return UNHANDLED.lookAgain(snapshot, with(CheckSql.only(ids), subscriptions, within));
    }

    private static Tuple with(Tuple parameters, List<Subscription> subscriptions, Duration within) {
        return parameters
                .addArrayOfString(subscriptions.stream().map(Subscription::type).toArray(String[]::new))
                .addArrayOfString(
                        subscriptions.stream().map(Subscription::consumer).toArray(String[]::new))
                .addArrayOfString(
                        subscriptions.stream().map(Subscription::holding).toArray(String[]::new))
                .addLong(within.toMillis());
    }
}
