package dev.souk.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The audit's SQL of outbox and inbox. Suspects are event ids. */
final class EventAuditRepository {
    private static final String EVENTS = "SELECT count(*) FROM outbox";

    private static final CheckSql UNPUBLISHED = CheckSql.settling(EVENTS, """
            SELECT x.id::text AS id,
                   x.type || ' of ' || x.key || ' is not in ' || x.topic AS detail
            FROM outbox x
            WHERE x.published_at IS NULL AND ($1::uuid[] IS NULL OR x.id = ANY ($1::uuid[]))
            """);

    /** {@code $2}, {@code $3}: which type concerns whom; {@code $4}: younger than so many milliseconds. */
    private static final CheckSql UNHANDLED = CheckSql.settling(EVENTS, """
            SELECT x.id::text AS id,
                   min(x.type) || ' of ' || min(x.key) || ' has not reached '
                     || string_agg(u.consumer, ', ' ORDER BY u.consumer) AS detail
            FROM (
              SELECT e.id, c.consumer
              FROM outbox e
              JOIN unnest($2::text[], $3::text[]) AS c (type, consumer) ON c.type = e.type
              WHERE e.published_at IS NOT NULL AND e.created_at > now() - $4::int8 * INTERVAL '1 millisecond'
                AND ($1::uuid[] IS NULL OR e.id = ANY ($1::uuid[]))
                AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.event_id = e.id AND i.consumer = c.consumer)) AS u
            JOIN outbox x ON x.id = u.id
            GROUP BY x.id
            """);

    Future<Finding> unpublished(SqlClient snapshot) {
        return UNPUBLISHED.look(snapshot, CheckSql.everything());
    }

    Future<Finding> unpublished(SqlClient snapshot, Collection<String> ids) {
        return UNPUBLISHED.lookAgain(snapshot, CheckSql.only(ids));
    }

    /** @param within how young an event is whose inbox rows are certainly kept */
    Future<Finding> unhandled(SqlClient snapshot, List<Subscription> subscriptions, Duration within) {
        return UNHANDLED.look(snapshot, with(CheckSql.everything(), subscriptions, within));
    }

    Future<Finding> unhandled(
            SqlClient snapshot, List<Subscription> subscriptions, Duration within, Collection<String> ids) {
        return UNHANDLED.lookAgain(snapshot, with(CheckSql.only(ids), subscriptions, within));
    }

    private static Tuple with(Tuple parameters, List<Subscription> subscriptions, Duration within) {
        return parameters
                .addArrayOfString(subscriptions.stream().map(Subscription::type).toArray(String[]::new))
                .addArrayOfString(
                        subscriptions.stream().map(Subscription::consumer).toArray(String[]::new))
                .addLong(within.toMillis());
    }
}
