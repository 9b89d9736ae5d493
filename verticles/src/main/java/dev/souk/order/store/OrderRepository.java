package dev.souk.order.store;

import dev.souk.bus.Json;
import dev.souk.order.domain.OrderChange;
import dev.souk.order.domain.OrderInput;
import dev.souk.order.domain.StoredOrder;
import dev.souk.order.message.TimelineEntry;
import dev.souk.sql.LostRaceException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** All SQL that writes orders. */
public final class OrderRepository {
    private static final String NOW = "SELECT now()";

    private static final String ROWS = """
            INSERT INTO orders (id, customer, status, currency, total, lines, timeline, seq, payment_status,
                                payment_token, cart_id, cart_version, email, ship_to, locale, traceparent,
                                deadline, created_at, updated_at)
            SELECT %s, o.customer, 'PENDING', o.currency, o.total, o.lines::jsonb, o.timeline::jsonb, 1, 'NONE',
                   o.token, o.cart_id, o.cart_version, o.email, o.ship_to::jsonb, o.locale, o.traceparent,
                   $14, $15, $15
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int8[], $5::text[], $6::text[], $7::text[],
                        $8::uuid[], $9::int8[], $10::text[], $11::text[], $12::text[], $13::text[])
              AS o (id, customer, currency, total, lines, timeline, token,
                    cart_id, cart_version, email, ship_to, locale, traceparent)
            """;

    private static final String INSERT = ROWS.formatted("o.id") + """
            ON CONFLICT (cart_id, cart_version) WHERE cart_id IS NOT NULL DO NOTHING
            RETURNING id
            """;

    /** A time that is not the database's makes the id null, which the key refuses. */
    private static final String INSERT_FRESH = ROWS.formatted(
            "CASE WHEN $15 BETWEEN now() - INTERVAL '2 seconds' AND now() + INTERVAL '2 seconds' THEN o.id END");

    /**
     * The lines only of those orders that may be confirmed or rejected now, because no other step needs them: of those
     * named in $2 that wait, and of those whose payment overtook their stock.
     */
    private static final String LOCK = "SELECT "
            + OrderRows.columns("CASE WHEN status IN ('PENDING', 'RESERVED')"
                    + " AND (payment_status <> 'NONE' OR id = ANY ($2::uuid[])) THEN lines::text END")
            + """
                 FROM orders
                WHERE id = ANY ($1::uuid[])
                ORDER BY id
                FOR UPDATE
                """;

    private static final String LINES_BYTES = """
            SELECT coalesce(sum(length(lines::text)), 0)::int8
            FROM orders
            WHERE id = ANY ($1::uuid[]) AND status IN ('PENDING', 'RESERVED')
            """;

    private static final String UPDATE = """
            UPDATE orders AS o
            SET status = u.status, seq = u.seq, payment_status = u.payment_status, authorized = u.authorized,
                captured = u.captured, refunded = u.refunded, timeline = o.timeline || u.entries::jsonb,
                payment_token = CASE WHEN u.settled THEN NULL ELSE o.payment_token END,
                deadline = CASE WHEN u.settled THEN NULL ELSE o.deadline END,
                updated_at = $11
            FROM unnest($1::uuid[], $2::int8[], $3::text[], $4::int8[], $5::text[], $6::int8[], $7::int8[],
                        $8::int8[], $9::text[], $10::bool[])
              AS u (id, expected, status, seq, payment_status, authorized, captured, refunded, entries, settled)
            WHERE o.id = u.id AND o.seq = u.expected
            """;

    private static final String UPDATE_LINES = """
            UPDATE orders AS o SET lines = u.lines::jsonb
            FROM unnest($1::uuid[], $2::text[]) AS u (id, lines)
            WHERE o.id = u.id
            """;

    private static final String BY_CART = """
            SELECT o.cart_id, o.cart_version, o.id
            FROM unnest($1::uuid[], $2::int8[]) AS c (cart_id, cart_version)
            JOIN orders o ON o.cart_id = c.cart_id AND o.cart_version = c.cart_version
            """;

    private static final String PAST_DEADLINE = """
            SELECT id FROM orders WHERE deadline < now() ORDER BY deadline LIMIT $1
            """;

    /** Locks as {@link #LOCK} does: an overdue order stays overdue until the transaction ends. */
    private static final String OVERDUE = """
            SELECT id FROM orders
            WHERE id = ANY ($1::uuid[]) AND status IN ('PENDING', 'RESERVED') AND (deadline IS NULL OR deadline < now())
            ORDER BY id
            FOR UPDATE
            """;

    /** The database's clock: every deadline is set and compared by it. */
    public Future<Instant> now(SqlClient client) {
        return client.preparedQuery(NOW)
                .execute()
                .map(rows -> OrderRows.instant(rows.iterator().next(), 0));
    }

    /** @return ids of the orders that were written; the others' cart version was ordered before */
    public Future<Set<UUID>> insert(
            SqlClient tx, List<NewOrder> orders, Map<UUID, TimelineEntry> placed, Instant now, Duration deadline) {
        return tx.preparedQuery(INSERT)
                .execute(columns(orders, placed, now, deadline))
                .map(rows -> {
                    Set<UUID> written = new HashSet<>();
                    rows.forEach(row -> written.add(row.getUUID(0)));
                    return written;
                });
    }

    /**
     * Writes orders; fails with a broken rule of the data when the cart version of one of them was ordered before.
     *
     * @param now by the database's clock, as it is known here; it fails so too when that is off by two seconds
     */
    public Future<Void> insertFresh(
            SqlClient tx, List<NewOrder> orders, Map<UUID, TimelineEntry> placed, Instant now, Duration deadline) {
        return tx.preparedQuery(INSERT_FRESH)
                .execute(columns(orders, placed, now, deadline))
                .mapEmpty();
    }

    private static Tuple columns(
            List<NewOrder> orders, Map<UUID, TimelineEntry> placed, Instant now, Duration deadline) {
        return Tuple.tuple()
                .addArrayOfUUID(column(orders, NewOrder::id, UUID[]::new))
                .addArrayOfString(texts(orders, NewOrder::customer))
                .addArrayOfString(texts(orders, order -> order.total().currency()))
                .addArrayOfLong(column(orders, order -> order.total().amount(), Long[]::new))
                .addArrayOfString(texts(orders, order -> Json.text(order.lines())))
                .addArrayOfString(texts(orders, order -> Json.text(List.of(placed.get(order.id())))))
                .addArrayOfString(texts(orders, NewOrder::paymentToken))
                .addArrayOfUUID(column(orders, NewOrder::cartId, UUID[]::new))
                .addArrayOfLong(column(orders, NewOrder::cartVersion, Long[]::new))
                .addArrayOfString(texts(orders, NewOrder::email))
                .addArrayOfString(texts(orders, NewOrder::shipTo))
                .addArrayOfString(texts(orders, NewOrder::locale))
                .addArrayOfString(texts(orders, NewOrder::traceparent))
                .addOffsetDateTime(utc(now.plus(deadline)))
                .addOffsetDateTime(utc(now));
    }

    /** A cart as it was when it was asked for. */
    public record CartVersion(UUID cartId, long version) {}

    /** @return the orders that these became; those that were not ordered are left out */
    public Future<Map<CartVersion, UUID>> byCart(SqlClient client, List<CartVersion> carts) {
        return client.preparedQuery(BY_CART)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(column(carts, CartVersion::cartId, UUID[]::new))
                        .addArrayOfLong(column(carts, CartVersion::version, Long[]::new)))
                .map(rows -> {
                    Map<CartVersion, UUID> orders = new HashMap<>();
                    rows.forEach(row -> orders.put(new CartVersion(row.getUUID(0), row.getLong(1)), row.getUUID(2)));
                    return orders;
                });
    }

    /**
     * Reads orders and keeps them from changing until the transaction ends; locked in the order of their ids.
     *
     * @param withLines those of them that what has come {@link OrderInput#mayNeedLines may need the lines} of
     */
    public Future<Map<UUID, StoredOrder>> lock(SqlClient tx, Collection<UUID> ids, Collection<UUID> withLines) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids.toArray(UUID[]::new))
                        .addArrayOfUUID(withLines.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, StoredOrder> orders = new HashMap<>();
                    rows.forEach(row -> orders.put(row.getUUID(0), OrderRows.order(row)));
                    return orders;
                });
    }

    /** @return how much {@link #lock} reads of the lines of these orders, as text */
    public Future<Long> linesBytes(SqlClient tx, Collection<UUID> withLines) {
        return tx.preparedQuery(LINES_BYTES)
                .execute(Tuple.tuple().addArrayOfUUID(withLines.toArray(UUID[]::new)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Fails with {@link LostRaceException} when one of the orders is no longer as it was read. */
    public Future<Void> update(SqlClient tx, List<OrderChange> changes, Instant now) {
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(column(changes, change -> change.order().id(), UUID[]::new))
                .addArrayOfLong(column(changes, OrderChange::expectedSeq, Long[]::new))
                .addArrayOfString(
                        texts(changes, change -> change.order().state().status().name()))
                .addArrayOfLong(column(changes, change -> change.order().state().seq(), Long[]::new))
                .addArrayOfString(texts(
                        changes, change -> change.order().state().payment().name()))
                .addArrayOfLong(column(changes, change -> change.order().state().authorized(), Long[]::new))
                .addArrayOfLong(column(changes, change -> change.order().state().captured(), Long[]::new))
                .addArrayOfLong(column(changes, change -> change.order().state().refunded(), Long[]::new))
                .addArrayOfString(texts(changes, change -> Json.text(change.entries())))
                .addArrayOfBoolean(column(
                        changes, change -> change.order().state().status().isSettled(), Boolean[]::new))
                .addOffsetDateTime(utc(now));
        return tx.preparedQuery(UPDATE).execute(parameters).compose(updated -> {
            if (updated.rowCount() != changes.size()) {
                return Future.failedFuture(new LostRaceException("orders changed under a batch"));
            }
            return updateLines(
                    tx, changes.stream().filter(OrderChange::linesChanged).toList());
        });
    }

    private static Future<Void> updateLines(SqlClient tx, List<OrderChange> changes) {
        return changes.isEmpty()
                ? Future.succeededFuture()
                : tx.preparedQuery(UPDATE_LINES)
                        .execute(Tuple.tuple()
                                .addArrayOfUUID(
                                        column(changes, change -> change.order().id(), UUID[]::new))
                                .addArrayOfString(
                                        texts(changes, change -> change.order().lines())))
                        .mapEmpty();
    }

    /** @return at most {@code limit} orders that should have been settled by now, the oldest first */
    public Future<List<UUID>> pastDeadline(SqlClient client, int limit) {
        return client.preparedQuery(PAST_DEADLINE).execute(Tuple.of(limit)).map(OrderRepository::ids);
    }

    /** @return those of the orders that should have been settled by now, locked */
    public Future<List<UUID>> overdue(SqlClient tx, Collection<UUID> of) {
        return tx.preparedQuery(OVERDUE)
                .execute(Tuple.tuple().addArrayOfUUID(of.toArray(UUID[]::new)))
                .map(OrderRepository::ids);
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>(rows.size());
        rows.forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    private static <T> String[] texts(List<T> of, Function<T, ? extends @Nullable String> column) {
        return column(of, column, String[]::new);
    }

    private static <T, C> C[] column(List<T> of, Function<T, ? extends @Nullable C> column, IntFunction<C[]> array) {
        return of.stream().map(column).toArray(array);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
