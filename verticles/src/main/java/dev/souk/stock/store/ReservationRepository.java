package dev.souk.stock.store;

import dev.souk.sql.Columns;
import dev.souk.stock.domain.Reservation;
import dev.souk.stock.domain.ReservationState;
import dev.souk.stock.domain.StockDecision;
import dev.souk.stock.domain.StockDecision.OrderMove;
import dev.souk.stock.domain.StockDecision.ReservationMove;
import dev.souk.stock.domain.StockKnown;
import dev.souk.stock.domain.StockOrderState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** All SQL of reservations and of what stock knows of orders. Every write is a {@link CompareAndSet}. */
public final class ReservationRepository {
    private static final String NOW = "SELECT now()";

    private static final String FIND = """
            SELECT q.order_id, o.state, r.sku, r.quantity, r.state
            FROM unnest($1::uuid[]) AS q (order_id)
            LEFT JOIN stock_order o ON o.order_id = q.order_id
            LEFT JOIN reservation r ON r.order_id = q.order_id
            WHERE o.order_id IS NOT NULL OR r.order_id IS NOT NULL
            """;

    private static final String INSERT = """
            INSERT INTO reservation (order_id, sku, quantity, state)
            SELECT n.order_id, n.sku, n.quantity, n.state
            FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::text[]) AS n (order_id, sku, quantity, state)
            ON CONFLICT (order_id, sku) DO NOTHING
            """;

    private static final String MOVE = """
            UPDATE reservation AS r SET state = m.next, updated_at = now()
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS m (order_id, sku, previous, next)
            WHERE r.order_id = m.order_id AND r.sku = m.sku AND r.state = m.previous
            """;

    private static final String INSERT_ORDERS = """
            INSERT INTO stock_order (order_id, state)
            SELECT n.order_id, n.state FROM unnest($1::uuid[], $2::text[]) AS n (order_id, state)
            ON CONFLICT (order_id) DO NOTHING
            """;

    private static final String MOVE_ORDERS = """
            UPDATE stock_order AS o SET state = m.next, updated_at = now()
            FROM unnest($1::uuid[], $2::text[], $3::text[]) AS m (order_id, previous, next)
            WHERE o.order_id = m.order_id AND o.state = m.previous
            """;

    /**
     * The known state of orders, by the database's clock, without counters.
     *
     * @param rows those of the orders that have a row of their own; the others' reservations tell
     */
    public record Found(StockKnown known, Set<UUID> rows) {}

    public Future<Found> find(SqlConnection tx, List<UUID> orders) {
        Future<Instant> now = tx.preparedQuery(NOW)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
        Future<RowSet<Row>> found = tx.preparedQuery(FIND).execute(Tuple.of(orders.toArray(UUID[]::new)));
        return Future.all(now, found).map(both -> found(now.result(), found.result()));
    }

    private static Found found(Instant now, RowSet<Row> rows) {
        Map<UUID, StockOrderState> orders = new HashMap<>();
        Map<UUID, List<Reservation>> reservations = new HashMap<>();
        for (Row row : rows) {
            UUID orderId = row.getUUID(0);
            String own = row.getString(1);
            if (own != null) {
                orders.put(orderId, StockOrderState.valueOf(own));
            }
            String sku = row.getString(2);
            if (sku != null) {
                ReservationState state = ReservationState.valueOf(row.getString(4));
                reservations
                        .computeIfAbsent(orderId, first -> new ArrayList<>())
                        .add(new Reservation(orderId, sku, row.getLong(3), state));
            }
        }
        Set<UUID> own = Set.copyOf(orders.keySet());
        reservations.forEach((order, theirs) -> orders.putIfAbsent(order, StockOrderState.shownBy(theirs)));
        return new Found(new StockKnown(now, orders, reservations, Map.of()), own);
    }

    /**
     * Writes what was decided about orders and reservations; the counters are not its business. An order gets a row of
     * its own where no reservation tells of it, and keeps it.
     *
     * @param rows orders that have one
     */
    public Future<Void> write(SqlConnection tx, StockDecision decision, Set<UUID> rows) {
        Set<UUID> told = decision.made().stream().map(Reservation::orderId).collect(Collectors.toSet());
        // All are sent before the first is answered: one round trip.
        return Future.all(
                        insert(tx, decision.made()),
                        move(tx, decision.moved()),
                        insertOrders(
                                tx,
                                decision.orders().stream()
                                        .filter(move -> move.isFirst() && !told.contains(move.orderId()))
                                        .toList()),
                        moveOrders(
                                tx,
                                decision.orders().stream()
                                        .filter(move -> rows.contains(move.orderId()))
                                        .toList()))
                .mapEmpty();
    }

    private static Future<Void> insert(SqlClient tx, List<Reservation> made) {
        return made.isEmpty()
                ? Future.succeededFuture()
                : tx.preparedQuery(INSERT)
                        .execute(Tuple.of(
                                Columns.of(made, UUID[]::new, Reservation::orderId),
                                Columns.texts(made, Reservation::sku),
                                Columns.longs(made, Reservation::quantity),
                                Columns.texts(
                                        made, reservation -> reservation.state().name())))
                        .compose(new CompareAndSet(made.size(), "reservations"));
    }

    private static Future<Void> move(SqlClient tx, List<ReservationMove> moves) {
        return moves.isEmpty()
                ? Future.succeededFuture()
                : tx.preparedQuery(MOVE)
                        .execute(Tuple.of(
                                Columns.of(
                                        moves,
                                        UUID[]::new,
                                        move -> move.before().orderId()),
                                Columns.texts(moves, move -> move.before().sku()),
                                Columns.texts(
                                        moves, move -> move.before().state().name()),
                                Columns.texts(moves, move -> move.next().name())))
                        .compose(new CompareAndSet(moves.size(), "reservations"));
    }

    private static Future<Void> insertOrders(SqlClient tx, List<OrderMove> moves) {
        return moves.isEmpty()
                ? Future.succeededFuture()
                : tx.preparedQuery(INSERT_ORDERS)
                        .execute(Tuple.tuple()
                                .addValue(Columns.of(moves, UUID[]::new, OrderMove::orderId))
                                .addValue(
                                        Columns.texts(moves, move -> move.next().name())))
                        .compose(new CompareAndSet(moves.size(), "orders"));
    }

    private static Future<Void> moveOrders(SqlClient tx, List<OrderMove> moves) {
        return moves.isEmpty()
                ? Future.succeededFuture()
                : tx.preparedQuery(MOVE_ORDERS)
                        .execute(Tuple.of(
                                Columns.of(moves, UUID[]::new, OrderMove::orderId),
                                Columns.texts(
                                        moves,
                                        move -> move.previous() == null
                                                ? null
                                                : move.previous().name()),
                                Columns.texts(moves, move -> move.next().name())))
                        .compose(new CompareAndSet(moves.size(), "orders"));
    }
}
