package dev.souk.payment.store;

import dev.souk.money.Money;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.Refund;
import dev.souk.payment.message.PaymentEndpoints.RefundStatus;
import dev.souk.payment.message.PaymentEndpoints.RefundView;
import dev.souk.sql.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All SQL of refunds, and of what they change in their payments. */
public final class RefundRepository {
    private static final String COLUMNS = """
            r.id, r.order_id, p.id AS payment_id, r.amount, r.currency, r.status, r.reason, r.attempt, r.tries
            """;

    private static final String LOCK_PAYMENTS = "SELECT " + PaymentRow.COLUMNS + """
            FROM payment AS p WHERE p.order_id = ANY ($1::uuid[]) ORDER BY p.order_id FOR UPDATE
            """;

    private static final String CLAIM_SUM = """
            UPDATE payment SET claimed = $3, updated_at = now() WHERE order_id = $1 AND claimed = $2 AND wanted < 3
            """;

    private static final String INSERT = """
            INSERT INTO refund (id, order_id, amount, currency, status, requested_by, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, now())
            """;

    private static final String VIEW = """
            SELECT id, order_id, amount, currency, status, created_at FROM refund WHERE id = $1
            """;

    private static final String FIND = "SELECT " + COLUMNS + """
            FROM refund AS r JOIN payment AS p ON p.order_id = r.order_id
            WHERE r.id = ANY ($1::uuid[])
            """;

    private static final String DUE = """
            SELECT id FROM refund WHERE due_at <= now() ORDER BY due_at LIMIT $1
            """;

    private static final String CLAIM = """
            UPDATE refund AS r SET due_at = now() + $2::int8 * INTERVAL '1 millisecond'
            FROM payment AS p
            WHERE r.id = ANY ($1::uuid[]) AND r.due_at <= now() AND p.order_id = r.order_id
            RETURNING\s""" + COLUMNS;

    private static final String SAVE = """
            UPDATE refund AS r
            SET status = s.status, reason = s.reason, attempt = s.attempt, tries = s.tries,
                due_at = CASE WHEN s.status = 'PENDING' THEN now() + s.due_in * INTERVAL '1 millisecond' END,
                updated_at = now()
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int4[], $5::int4[], $6::int8[])
              AS s (id, status, reason, attempt, tries, due_in)
            WHERE r.id = s.id AND r.status = 'PENDING'
            """;

    /** Where the order wants its money back, the end of a refund says what the rest is. */
    private static final String SAVE_PAYMENTS = """
            UPDATE payment AS p
            SET state = s.state, claimed = s.claimed, refunded = s.refunded, seq = s.seq,
                due_at = CASE WHEN p.wanted = 3 THEN now() ELSE p.due_at END,
                updated_at = now()
            FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::int8[], $5::int8[])
              AS s (order_id, state, claimed, refunded, seq)
            WHERE p.order_id = s.order_id
            """;

    private static final String POSTPONE = """
            UPDATE refund SET tries = $3, due_at = now() + $4::int8 * INTERVAL '1 millisecond'
            WHERE id = $1 AND attempt = $2 AND status = 'PENDING'
            """;

    /** @param dueIn when it is due again, should it still be pending */
    public record Change(Refund refund, Duration dueIn) {}

    public Future<List<Payment>> lockPayments(SqlClient tx, Collection<UUID> orders) {
        return tx.preparedQuery(LOCK_PAYMENTS).execute(ids(orders)).map(PaymentRow::payments);
    }

    /** @return false when the payment is not as it was read */
    public Future<Boolean> claimSum(SqlClient tx, Payment before, long claimed) {
        return tx.preparedQuery(CLAIM_SUM)
                .execute(Tuple.of(before.orderId(), before.sums().claimed(), claimed))
                .map(updated -> updated.rowCount() == 1);
    }

    /** Inserts a refund that is due at once. */
    public Future<Void> insert(SqlClient tx, Refund refund, String requestedBy) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(
                        refund.id(),
                        refund.orderId(),
                        refund.amount().amount(),
                        refund.amount().currency(),
                        refund.status().name(),
                        requestedBy))
                .mapEmpty();
    }

    public Future<Optional<RefundView>> view(SqlClient client, UUID id) {
        return client.preparedQuery(VIEW).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new RefundView(
                    row.getUUID(0),
                    row.getUUID(1),
                    new Money(row.getLong(2), row.getString(3)),
                    RefundStatus.valueOf(row.getString(4)),
                    row.getOffsetDateTime(5).toInstant()));
        });
    }

    public Future<List<Refund>> find(SqlClient client, Collection<UUID> refunds) {
        return client.preparedQuery(FIND).execute(ids(refunds)).map(RefundRepository::refunds);
    }

    public Future<List<UUID>> due(SqlClient client, int limit) {
        return client.preparedQuery(DUE).execute(Tuple.of(limit)).map(rows -> {
            List<UUID> due = new ArrayList<>(rows.size());
            rows.forEach(row -> due.add(row.getUUID(0)));
            return due;
        });
    }

    /** @return those that were still due, now for {@code lease} this caller's */
    public Future<List<Refund>> claim(SqlClient tx, List<UUID> refunds, Duration lease) {
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.of(refunds.toArray(UUID[]::new), lease.toMillis()))
                .map(RefundRepository::refunds);
    }

    public Future<Void> save(SqlClient tx, List<Change> changes) {
        Tuple columns = Tuple.of(
                Columns.of(changes, UUID[]::new, change -> change.refund().id()),
                Columns.texts(changes, change -> change.refund().status().name()),
                Columns.texts(changes, change -> change.refund().reason()),
                Columns.ints(changes, change -> change.refund().attempt()),
                Columns.ints(changes, change -> change.refund().tries()),
                Columns.longs(changes, change -> change.dueIn().toMillis()));
        return tx.preparedQuery(SAVE).execute(columns).mapEmpty();
    }

    /** @param payments locked in this transaction */
    public Future<Void> savePayments(SqlClient tx, List<Payment> payments) {
        Tuple columns = Tuple.of(
                Columns.of(payments, UUID[]::new, Payment::orderId),
                Columns.texts(payments, payment -> payment.state().name()),
                Columns.longs(payments, payment -> payment.sums().claimed()),
                Columns.longs(payments, payment -> payment.sums().refunded()),
                Columns.longs(payments, Payment::seq));
        return tx.preparedQuery(SAVE_PAYMENTS).execute(columns).mapEmpty();
    }

    public Future<Void> postpone(SqlClient client, Refund refund, int tries, Duration delay) {
        return client.preparedQuery(POSTPONE)
                .execute(Tuple.of(refund.id(), refund.attempt(), tries, delay.toMillis()))
                .mapEmpty();
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }

    private static List<Refund> refunds(RowSet<Row> rows) {
        List<Refund> refunds = new ArrayList<>(rows.size());
        for (Row row : rows) {
            refunds.add(new Refund(
                    row.getUUID(0),
                    row.getUUID(1),
                    row.getUUID(2),
                    new Money(row.getLong(3), row.getString(4)),
                    RefundStatus.valueOf(row.getString(5)),
                    row.getString(6),
                    row.getInteger(7),
                    row.getInteger(8)));
        }
        return refunds;
    }
}
