package dev.souk.payment;

import dev.souk.money.Money;
import dev.souk.payment.Reconciliation.Ours;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of payments: what is wanted of them, which are due, and reading them. */
final class PaymentRepository {
    /**
     * Whoever raises "wanted" makes the row due: for its own node at once, for all others when that did not happen. Where the
     * node is about to capture ({@link PaymentMachine#next} would), that is written down here and not by a second version
     * of the row. It has no room, and so begins nothing, while the provider does not answer.
     */
    private static final String RAISE = """
            INSERT INTO payment AS p (order_id, wanted, amount, currency, traceparent, confirmed_at, due_at, worker)
            SELECT w.order_id, w.wanted, w.amount, w.currency, w.traceparent,
                   CASE WHEN w.wanted = 2 THEN now() END,
                   now() + w.due_in * INTERVAL '1 millisecond', $7
            FROM unnest($1::uuid[], $2::int2[], $3::int8[], $4::text[], $5::text[], $6::int8[])
              AS w (order_id, wanted, amount, currency, traceparent, due_in)
            ON CONFLICT (order_id) DO UPDATE SET
              wanted = greatest(p.wanted, excluded.wanted),
              amount = COALESCE(p.amount, excluded.amount),
              currency = COALESCE(p.currency, excluded.currency),
              traceparent = COALESCE(p.traceparent, excluded.traceparent),
              calling = CASE
                WHEN p.calling IS NULL AND p.wanted < 2 AND excluded.wanted = 2 AND p.state = 'AUTHORISED'
                  AND excluded.due_at > now() THEN 'CAPTURE'
                ELSE p.calling
              END,
              confirmed_at = CASE
                WHEN p.wanted >= excluded.wanted THEN p.confirmed_at
                WHEN excluded.wanted = 2 AND p.state IN ('NEW', 'AUTHORISED') THEN excluded.confirmed_at
              END,
              due_at = CASE WHEN p.wanted < excluded.wanted THEN excluded.due_at ELSE p.due_at END,
              worker = CASE WHEN p.wanted < excluded.wanted THEN excluded.worker ELSE p.worker END,
              updated_at = now()
            WHERE p.wanted < excluded.wanted OR (p.amount IS NULL AND excluded.amount IS NOT NULL)
            RETURNING\s""" + PaymentRow.COLUMNS;

    private static final String DUE = """
            SELECT order_id FROM payment WHERE due_at <= now() ORDER BY due_at LIMIT $1
            """;

    private static final String CLAIM = """
            UPDATE payment AS p SET due_at = now() + $2::int8 * INTERVAL '1 millisecond', worker = $3
            WHERE p.order_id = ANY ($1::uuid[]) AND p.due_at <= now()
            RETURNING\s""" + PaymentRow.COLUMNS;

    private static final String DEPART = """
            UPDATE payment SET due_at = now() WHERE worker = $1 AND due_at > now()
            """;

    private static final String FIND = "SELECT " + PaymentRow.COLUMNS + """
            FROM payment AS p WHERE p.order_id = ANY ($1::uuid[])
            """;

    private static final String FIND_BY_ID = "SELECT " + PaymentRow.COLUMNS + """
            FROM payment AS p WHERE p.id = ANY ($1::uuid[])
            """;

    private static final String NAMED = """
            SELECT order_id FROM payment WHERE order_id = ANY ($1::uuid[])
            UNION
            SELECT order_id FROM payment WHERE id = ANY ($1::uuid[])
            """;

    private static final String LOCK = "SELECT " + PaymentRow.COLUMNS + """
            FROM payment AS p WHERE p.order_id = ANY ($1::uuid[]) ORDER BY p.order_id FOR UPDATE
            """;

    private static final String UNCAPTURED = """
            SELECT count(*) FROM payment WHERE confirmed_at < now() - $1::int8 * INTERVAL '1 millisecond'
            """;

    private static final String FAILING = """
            SELECT (SELECT count(*) FROM payment WHERE due_at IS NOT NULL AND tries >= $1)
                 + (SELECT count(*) FROM refund WHERE due_at IS NOT NULL AND tries >= $1)
            """;

    private static final String MAKE_DUE = """
            UPDATE payment SET due_at = now(), tries = 0 WHERE order_id = ANY ($1::uuid[])
            """;

    private static final String PAGE = "SELECT " + PaymentRow.COLUMNS + """
            , p.updated_at < now() - $3::int8 * INTERVAL '1 millisecond'
            FROM payment AS p WHERE p.id > $1 ORDER BY p.id LIMIT $2
            """;

    /** Before all ids that are ever made. */
    private static final UUID FIRST = new UUID(0, 0);

    private final @Nullable String worker;

    /** For whoever takes no work. */
    PaymentRepository() {
        this(null);
    }

    /** @param worker who takes the work: a start of a node */
    PaymentRepository(@Nullable String worker) {
        this.worker = worker;
    }

    private static final int QUIET_AT = 16;

    /**
     * @param wishes one for each order, sorted by order id
     * @param dueIn for each wish: when others may take the work over
     * @return the payments that changed, as they are now
     */
    Future<List<Payment>> raise(SqlClient tx, List<Wish> wishes, List<Duration> dueIn) {
        Tuple columns = Tuple.of(
                Columns.of(wishes, UUID[]::new, Wish::orderId),
                Columns.of(wishes, Short[]::new, wish -> wish.wanted().code()),
                Columns.longs(wishes, wish -> amount(wish.amount())),
                Columns.texts(wishes, wish -> currency(wish.amount())),
                Columns.texts(wishes, Wish::traceparent),
                Columns.longs(dueIn, Duration::toMillis));
        columns.addString(worker);
        return tx.preparedQuery(RAISE).execute(columns).map(PaymentRow::payments);
    }

    private static @Nullable Long amount(@Nullable Money money) {
        return money == null ? null : money.amount();
    }

    private static @Nullable String currency(@Nullable Money money) {
        return money == null ? null : money.currency();
    }

    /** @return the longest due payments; nobody owns them yet */
    Future<List<UUID>> due(SqlClient client, int limit) {
        return client.preparedQuery(DUE).execute(Tuple.of(limit)).map(PaymentRepository::orders);
    }

    /** @return the orders of the payments that are so named, by their order or by themselves */
    Future<List<UUID>> named(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(NAMED).execute(ids(ids)).map(PaymentRepository::orders);
    }

    private static List<UUID> orders(RowSet<Row> rows) {
        List<UUID> orders = new ArrayList<>(rows.size());
        for (Row row : rows) {
            orders.add(row.getUUID(0));
        }
        return orders;
    }

    /** @return those that were still due, now for {@code lease} this caller's */
    Future<List<Payment>> claim(SqlClient tx, List<UUID> orders, Duration lease) {
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.of(orders.toArray(UUID[]::new), lease.toMillis(), worker))
                .map(PaymentRow::payments);
    }

    /** What a worker that is gone was at, or put off, is due: under its old key, as after its lease. */
    Future<Void> depart(SqlClient tx, String gone) {
        return tx.preparedQuery(DEPART).execute(Tuple.of(gone)).mapEmpty();
    }

    Future<List<Payment>> find(SqlClient client, Collection<UUID> orders) {
        return client.preparedQuery(FIND).execute(ids(orders)).map(PaymentRow::payments);
    }

    /** As {@link #find}, and nobody else changes them until the transaction ends. */
    Future<List<Payment>> lock(SqlClient tx, Collection<UUID> orders) {
        return tx.preparedQuery(LOCK).execute(ids(orders)).map(PaymentRow::payments);
    }

    Future<List<Payment>> findById(SqlClient client, Collection<UUID> payments) {
        return client.preparedQuery(FIND_BY_ID).execute(ids(payments)).map(PaymentRow::payments);
    }

    /** @return how many orders wait for their capture for longer than {@code age} */
    Future<Long> uncaptured(SqlClient client, Duration age) {
        return client.preparedQuery(UNCAPTURED)
                .execute(Tuple.of(age.toMillis()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** @return how many payments and refunds there is work on that did not succeed in so many calls in a row, or more */
    Future<Long> failing(SqlClient client, int tries) {
        return client.preparedQuery(FAILING)
                .execute(Tuple.of(tries))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** @return how many payments there are of these orders: all of them are due now */
    Future<Integer> makeDue(SqlClient tx, Collection<UUID> orders) {
        return tx.preparedQuery(MAKE_DUE).execute(ids(orders)).map(RowSet::rowCount);
    }

    /**
     * @param after id of a payment; absent: from the first
     * @return payments by their own id, from behind that one
     */
    Future<List<Ours>> page(SqlClient client, @Nullable UUID after, int limit, Duration quiet) {
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(after == null ? FIRST : after, limit, quiet.toMillis()))
                .map(rows -> {
                    List<Ours> page = new ArrayList<>(rows.size());
                    rows.forEach(row -> page.add(new Ours(PaymentRow.payment(row), row.getBoolean(QUIET_AT))));
                    return page;
                });
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }
}
