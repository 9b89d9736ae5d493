package dev.souk.notification.mail.store;

import dev.souk.notification.mail.domain.Mail;
import dev.souk.notification.mail.domain.MailEnd;
import dev.souk.notification.mail.domain.MailKind;
import dev.souk.notification.mail.domain.TakenMail;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** All SQL of the letters. */
public final class MailRepository {
    private static final String ENQUEUE = """
            INSERT INTO mail (event_id, order_id, event, happened_at)
            SELECT m.event_id, m.order_id, m.event, m.happened_at
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
              AS m (event_id, order_id, event, happened_at)
            ON CONFLICT (event_id) DO NOTHING
            """;

    /** Only letters of the kinds that this version knows. */
    private static final String DUE = """
            SELECT event_id, order_id, event, happened_at, tries, state = 'SENDING'
            FROM mail
            WHERE due_at <= now() AND event = ANY ($2::text[])
            ORDER BY due_at
            LIMIT $1
            """;

    private static final String TAKE = """
            UPDATE mail
            SET state = 'SENDING', tries = tries + 1, due_at = now() + $2::int8 * INTERVAL '1 millisecond'
            WHERE event_id = ANY ($1::uuid[]) AND due_at <= now()
            RETURNING event_id
            """;

    /** The node that sent the letter decides, however many nodes have taken it up since. */
    private static final String END = """
            UPDATE mail SET state = $2, due_at = NULL, ended_at = now() WHERE event_id = $1 AND ended_at IS NULL
            """;

    /** Only while the attempt is still the latest one. */
    private static final String PUT_OFF = """
            UPDATE mail
            SET state = 'QUEUED', due_at = now() + $3::int8 * INTERVAL '1 millisecond'
            WHERE event_id = $1 AND tries = $2 AND state = 'SENDING'
            """;

    private static final String WAITING = """
            SELECT count(*), (EXTRACT(EPOCH FROM now() - min(happened_at)) * 1000)::int8
            FROM (SELECT happened_at FROM mail WHERE due_at IS NOT NULL ORDER BY happened_at LIMIT 10000) AS first
            """;

    private static final String FORGET = """
            DELETE FROM mail
            WHERE event_id IN (
              SELECT event_id FROM mail
              WHERE ended_at < now() - $1::int8 * INTERVAL '1 millisecond'
              ORDER BY ended_at
              LIMIT $2)
            """;

    /**
     * @param count letters that wait, counted up to 10,000
     * @param oldest the age of the event that the oldest of them tells of
     */
    public record Waiting(long count, Duration oldest) {}

    /** Letters that are there already stay as they are. */
    public Future<Void> enqueue(SqlClient tx, List<Mail> mails) {
        return tx.preparedQuery(ENQUEUE)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(mails.stream().map(Mail::eventId).toArray(UUID[]::new))
                        .addArrayOfUUID(mails.stream().map(Mail::orderId).toArray(UUID[]::new))
                        .addArrayOfString(
                                mails.stream().map(mail -> mail.kind().event()).toArray(String[]::new))
                        .addArrayOfOffsetDateTime(mails.stream()
                                .map(mail -> mail.happenedAt().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)))
                .mapEmpty();
    }

    /** @return as they would be if this node took them up, those that wait longest first */
    public Future<List<TakenMail>> due(SqlClient client, int limit) {
        return client.preparedQuery(DUE)
                .execute(Tuple.tuple()
                        .addInteger(limit)
                        .addArrayOfString(MailKind.events().toArray(String[]::new)))
                .map(MailRepository::mails);
    }

    private static List<TakenMail> mails(RowSet<Row> rows) {
        List<TakenMail> mails = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Mail mail = new Mail(
                    row.getUUID(0),
                    row.getUUID(1),
                    MailKind.of(row.getString(2)).orElseThrow(),
                    row.getOffsetDateTime(3).toInstant());
            mails.add(new TakenMail(mail, row.getInteger(4) + 1, row.getBoolean(5)));
        }
        return mails;
    }

    /**
     * Takes up those that are still due.
     *
     * @param lease for which they are this node's
     * @return ids of their events
     */
    public Future<List<UUID>> take(SqlClient client, Collection<UUID> events, Duration lease) {
        return client.preparedQuery(TAKE)
                .execute(Tuple.of(events.toArray(UUID[]::new), lease.toMillis()))
                .map(rows -> {
                    List<UUID> taken = new ArrayList<>(rows.size());
                    rows.forEach(row -> taken.add(row.getUUID(0)));
                    return taken;
                });
    }

    /** @return whether it had not ended before */
    public Future<Boolean> end(SqlClient client, UUID event, MailEnd end) {
        return client.preparedQuery(END).execute(Tuple.of(event, end.name())).map(rows -> rows.rowCount() == 1);
    }

    public Future<Void> putOff(SqlClient client, TakenMail taken, Duration by) {
        return client.preparedQuery(PUT_OFF)
                .execute(Tuple.of(taken.mail().eventId(), taken.tries(), by.toMillis()))
                .mapEmpty();
    }

    public Future<Waiting> waiting(SqlClient client) {
        return client.preparedQuery(WAITING).execute().map(rows -> {
            Row row = rows.iterator().next();
            Long millis = row.getLong(1);
            return new Waiting(row.getLong(0), millis == null ? Duration.ZERO : Duration.ofMillis(millis));
        });
    }

    /** @return how many of those that ended longer ago than {@code age} are gone, at most {@code limit} */
    public Future<Integer> forget(SqlClient client, Duration age, int limit) {
        return client.preparedQuery(FORGET)
                .execute(Tuple.of(age.toMillis(), limit))
                .map(RowSet::rowCount);
    }
}
