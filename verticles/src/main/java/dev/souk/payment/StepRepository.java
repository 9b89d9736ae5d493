package dev.souk.payment;

import dev.souk.sql.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of a payment's steps. Each is a compare-and-set on the payment as it was when the step was decided. */
final class StepRepository {
    private final String worker;

    /** For whoever begins nothing. */
    StepRepository() {
        this("");
    }

    /** @param worker who makes the steps: a start of a node */
    StepRepository(String worker) {
        this.worker = worker;
    }

    private static final String BEGIN = """
            UPDATE payment AS p
            SET calling = b.calling, token = b.token, due_at = now() + b.due_in * INTERVAL '1 millisecond',
                worker = $9, updated_at = now()
            FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::int4[], $5::int8[], $6::text[], $7::text[], $8::int8[])
              AS b (order_id, wanted, state, attempt, seq, calling, token, due_in)
            WHERE p.order_id = b.order_id AND p.wanted = b.wanted AND p.state = b.state AND p.attempt = b.attempt
              AND p.seq = b.seq AND p.calling IS NULL
            RETURNING\s""" + PaymentRow.COLUMNS;

    /** "wanted" may have risen since: then work stays due as whoever raised it said. */
    private static final String RECORD = """
            UPDATE payment AS p
            SET state = r.state, calling = NULL, attempt = r.attempt, tries = r.tries, token = r.token,
                authorized = r.authorized, captured = r.captured, claimed = r.claimed, refunded = r.refunded,
                seq = r.seq,
                confirmed_at = CASE WHEN r.state IN ('NEW', 'AUTHORISED') THEN p.confirmed_at END,
                due_at = CASE
                  WHEN p.wanted <> r.wanted THEN p.due_at
                  ELSE now() + r.due_in * INTERVAL '1 millisecond'
                END,
                updated_at = now()
            FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::text[], $5::int4[], $6::int8[], $7::text[], $8::int4[],
                        $9::int4[], $10::text[], $11::int8[], $12::int8[], $13::int8[], $14::int8[], $15::int8[],
                        $16::int8[])
              AS r (order_id, wanted, old_state, calling, old_attempt, old_seq, state, attempt, tries, token,
                    authorized, captured, claimed, refunded, seq, due_in)
            WHERE p.order_id = r.order_id AND p.state = r.old_state AND p.calling = r.calling
              AND p.attempt = r.old_attempt AND p.seq = r.old_seq
            RETURNING\s""" + PaymentRow.COLUMNS;

    /** A refund that fails gives its claim back and states nothing: "claimed" alone tells that the rest is due now. */
    private static final String POSTPONE = """
            UPDATE payment AS p
            SET tries = t.tries, due_at = now() + t.due_in * INTERVAL '1 millisecond'
            FROM unnest($1::uuid[], $2::int2[], $3::text[], $4::text[], $5::int4[], $6::int8[], $7::int8[], $8::int4[],
                        $9::int8[])
              AS t (order_id, wanted, state, calling, attempt, claimed, seq, tries, due_in)
            WHERE p.order_id = t.order_id AND p.wanted = t.wanted AND p.state = t.state AND p.attempt = t.attempt
              AND p.claimed = t.claimed AND p.seq = t.seq AND p.calling IS NOT DISTINCT FROM t.calling
            """;

    /**
     * @param before the payment as it was read
     * @param after as it shall be
     * @param dueIn when work on it is due again; absent: not before more is wanted
     */
    record Change(Payment before, Payment after, @Nullable Duration dueIn) {
        @Nullable
        Long dueInMillis() {
            return dueIn == null ? null : dueIn.toMillis();
        }
    }

    /** Writes down which operation is about to be sent. @return where that held, as they are now */
    Future<List<Payment>> begin(SqlClient tx, List<Change> changes) {
        Tuple columns = Tuple.of(
                orders(changes),
                wanted(changes),
                Columns.texts(changes, change -> change.before().state().name()),
                Columns.ints(changes, change -> change.before().attempt()),
                Columns.longs(changes, change -> change.before().seq()),
                Columns.texts(changes, change -> PaymentRow.name(change.after().calling())),
                Columns.texts(changes, change -> change.after().token()),
                Columns.longs(changes, Change::dueInMillis));
        columns.addString(worker);
        return tx.preparedQuery(BEGIN).execute(columns).map(PaymentRow::payments);
    }

    /** Writes what a definite answer made of payments. @return where that held, as they are now */
    Future<List<Payment>> record(SqlClient tx, List<Change> changes) {
        Tuple columns = Tuple.tuple()
                .addValue(orders(changes))
                .addValue(wanted(changes))
                .addValue(
                        Columns.texts(changes, change -> change.before().state().name()))
                .addValue(Columns.texts(
                        changes, change -> PaymentRow.name(change.before().calling())))
                .addValue(Columns.ints(changes, change -> change.before().attempt()))
                .addValue(Columns.longs(changes, change -> change.before().seq()))
                .addValue(
                        Columns.texts(changes, change -> change.after().state().name()))
                .addValue(Columns.ints(changes, change -> change.after().attempt()))
                .addValue(Columns.ints(changes, change -> change.after().tries()))
                .addValue(Columns.texts(changes, change -> change.after().token()))
                .addValue(Columns.longs(changes, change -> change.after().sums().authorized()))
                .addValue(Columns.longs(changes, change -> change.after().sums().captured()))
                .addValue(Columns.longs(changes, change -> change.after().sums().claimed()))
                .addValue(Columns.longs(changes, change -> change.after().sums().refunded()))
                .addValue(Columns.longs(changes, change -> change.after().seq()))
                .addValue(Columns.longs(changes, Change::dueInMillis));
        return tx.preparedQuery(RECORD).execute(columns).map(PaymentRow::payments);
    }

    /** Puts work off, or to rest; where the payment moved meanwhile, whoever moved it has said when it is due. */
    Future<Void> postpone(SqlClient tx, List<Change> changes) {
        Tuple columns = Tuple.tuple()
                .addValue(orders(changes))
                .addValue(wanted(changes))
                .addValue(
                        Columns.texts(changes, change -> change.before().state().name()))
                .addValue(Columns.texts(
                        changes, change -> PaymentRow.name(change.before().calling())))
                .addValue(Columns.ints(changes, change -> change.before().attempt()))
                .addValue(
                        Columns.longs(changes, change -> change.before().sums().claimed()))
                .addValue(Columns.longs(changes, change -> change.before().seq()))
                .addValue(Columns.ints(changes, change -> change.after().tries()))
                .addValue(Columns.longs(changes, Change::dueInMillis));
        return tx.preparedQuery(POSTPONE).execute(columns).mapEmpty();
    }

    private static @Nullable UUID[] orders(List<Change> changes) {
        return Columns.of(changes, UUID[]::new, change -> change.before().orderId());
    }

    private static @Nullable Short[] wanted(List<Change> changes) {
        return Columns.of(
                changes, Short[]::new, change -> change.before().wanted().code());
    }
}
