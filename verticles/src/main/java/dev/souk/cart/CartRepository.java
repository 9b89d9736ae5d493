package dev.souk.cart;

import dev.souk.cart.Cart.Line;
import dev.souk.sql.LostRaceException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All SQL of carts. */
final class CartRepository {
    private static final String CARTS = """
            SELECT c.id, c.customer, c.version, c.changed_by, l.sku, l.quantity, l.added, l.changed
            FROM cart c LEFT JOIN cart_line l ON l.cart_id = c.id
            WHERE %s
            """;

    private static final String BY_ID = CARTS.formatted("c.id = $1");
    private static final String BY_CUSTOMER = CARTS.formatted("c.customer = $1");

    /** In the order of the ids, so that two merges or batches never wait for each other. */
    private static final String LOCK = """
            SELECT id FROM cart WHERE id = ANY ($1::uuid[]) OR customer = $2 ORDER BY id FOR UPDATE
            """;

    private static final String BY_IDS = CARTS.formatted("c.id = ANY ($1::uuid[]) OR c.customer = $2");

    private static final String INSERT = """
            INSERT INTO cart (id, customer, version, changed_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """;

    private static final String UPDATE = """
            UPDATE cart SET version = n.version, changed_by = n.changed_by, updated_at = now()
            FROM unnest($1::uuid[], $2::int8[], $3::int8[], $4::uuid[]) AS n (id, before, version, changed_by)
            WHERE cart.id = n.id AND cart.version = n.before
            """;

    private static final String DELETE_LINES = """
            DELETE FROM cart_line
            WHERE cart_id = ANY ($1::uuid[]) AND EXISTS (
              SELECT 1 FROM unnest($1::uuid[], $2::text[]) AS g (cart_id, sku)
              WHERE g.cart_id = cart_line.cart_id AND g.sku = cart_line.sku)
            """;

    private static final String UPSERT_LINES = """
            INSERT INTO cart_line (cart_id, sku, quantity, added, changed)
            SELECT n.cart_id, n.sku, n.quantity, n.added, n.changed
            FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::int8[], $5::int8[])
              AS n (cart_id, sku, quantity, added, changed)
            ON CONFLICT (cart_id, sku) DO UPDATE SET quantity = excluded.quantity, changed = excluded.changed
            """;

    private static final String EXPIRED = """
            SELECT id FROM cart
            WHERE updated_at < now() - $1::int8 * INTERVAL '1 millisecond'
            ORDER BY updated_at
            LIMIT $2
            FOR UPDATE
            """;

    private static final String DELETE_ALL_LINES = """
            DELETE FROM cart_line WHERE cart_id = ANY ($1::uuid[])
            """;

    private static final String DELETE_CARTS = """
            DELETE FROM cart WHERE id = ANY ($1::uuid[])
            """;

    Future<@Nullable Cart> byId(SqlClient client, UUID id) {
        return client.preparedQuery(BY_ID).execute(Tuple.of(id)).map(CartRepository::first);
    }

    Future<@Nullable Cart> byCustomer(SqlClient client, String customer) {
        return client.preparedQuery(BY_CUSTOMER).execute(Tuple.of(customer)).map(CartRepository::first);
    }

    /** Locks the carts of these ids, and that of the customer, if there is one. */
    Future<Map<UUID, Cart>> lock(SqlClient tx, Collection<UUID> ids, @Nullable String customer) {
        Tuple parameters = Tuple.of(ids.toArray(UUID[]::new), customer);
        return tx.preparedQuery(LOCK)
                .execute(parameters)
                .compose(locked -> tx.preparedQuery(BY_IDS).execute(parameters))
                .map(CartRepository::carts);
    }

    /** Leaves what is there as it is, be it of this id or of this customer. */
    Future<Void> insert(SqlClient tx, Cart empty) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(empty.id(), empty.customer(), empty.version(), empty.changedBy()))
                .mapEmpty();
    }

    /** Writes what the changes of distinct carts change; fails when a cart is not as it was before. */
    Future<Void> write(SqlClient tx, List<CartChange> changes) {
        List<CartChange> writes = changes.stream().filter(CartChange::isWrite).toList();
        if (writes.isEmpty()) {
            return Future.succeededFuture();
        }
        return update(tx, writes).compose(done -> deleteLines(tx, writes)).compose(done -> upsertLines(tx, writes));
    }

    private static Future<Void> update(SqlClient tx, List<CartChange> writes) {
        return tx.preparedQuery(UPDATE)
                .execute(Tuple.of(
                        writes.stream().map(write -> write.after().id()).toArray(UUID[]::new),
                        writes.stream().map(write -> write.before().version()).toArray(Long[]::new),
                        writes.stream().map(write -> write.after().version()).toArray(Long[]::new),
                        writes.stream().map(write -> write.after().changedBy()).toArray(UUID[]::new)))
                .compose(updated -> updated.rowCount() == writes.size()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new LostRaceException("a cart changed in between")));
    }

    private record LineRow(UUID cart, Line line) {}

    private static Future<Void> deleteLines(SqlClient tx, List<CartChange> writes) {
        List<LineRow> gone = new ArrayList<>();
        for (CartChange write : writes) {
            Set<String> kept = write.after().lines().stream().map(Line::sku).collect(Collectors.toSet());
            write.before().lines().stream()
                    .filter(line -> !kept.contains(line.sku()))
                    .forEach(line -> gone.add(new LineRow(write.after().id(), line)));
        }
        if (gone.isEmpty()) {
            return Future.succeededFuture();
        }
        return tx.preparedQuery(DELETE_LINES)
                .execute(Tuple.tuple().addArrayOfUUID(carts(gone)).addArrayOfString(skus(gone)))
                .mapEmpty();
    }

    private static Future<Void> upsertLines(SqlClient tx, List<CartChange> writes) {
        List<LineRow> set = new ArrayList<>();
        for (CartChange write : writes) {
            write.after().lines().stream()
                    .filter(line -> line.changed() == write.after().version())
                    .forEach(line -> set.add(new LineRow(write.after().id(), line)));
        }
        if (set.isEmpty()) {
            return Future.succeededFuture();
        }
        return tx.preparedQuery(UPSERT_LINES)
                .execute(Tuple.of(
                        carts(set),
                        skus(set),
                        set.stream().map(row -> row.line().quantity()).toArray(Long[]::new),
                        set.stream().map(row -> row.line().added()).toArray(Long[]::new),
                        set.stream().map(row -> row.line().changed()).toArray(Long[]::new)))
                .mapEmpty();
    }

    private static UUID[] carts(List<LineRow> rows) {
        return rows.stream().map(LineRow::cart).toArray(UUID[]::new);
    }

    private static String[] skus(List<LineRow> rows) {
        return rows.stream().map(row -> row.line().sku()).toArray(String[]::new);
    }

    /** @return how many carts older than {@code age} were deleted, {@code limit} at the most */
    Future<Integer> deleteUnchangedFor(SqlClient tx, Duration age, int limit) {
        return tx.preparedQuery(EXPIRED)
                .execute(Tuple.of(age.toMillis(), limit))
                .compose(rows -> {
                    List<UUID> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getUUID(0)));
                    return ids.isEmpty() ? Future.succeededFuture(0) : delete(tx, ids.toArray(UUID[]::new));
                });
    }

    private static Future<Integer> delete(SqlClient tx, UUID[] ids) {
        Tuple parameters = Tuple.tuple().addArrayOfUUID(ids);
        return tx.preparedQuery(DELETE_ALL_LINES)
                .execute(parameters)
                .compose(lines -> tx.preparedQuery(DELETE_CARTS).execute(parameters))
                .map(RowSet::rowCount);
    }

    private static @Nullable Cart first(RowSet<Row> rows) {
        return carts(rows).values().stream().findFirst().orElse(null);
    }

    private static Map<UUID, Cart> carts(RowSet<Row> rows) {
        Map<UUID, List<Line>> lines = new LinkedHashMap<>();
        Map<UUID, Cart> carts = new LinkedHashMap<>();
        for (Row row : rows) {
            UUID id = row.getUUID(0);
            List<Line> ofCart = lines.computeIfAbsent(id, cart -> new ArrayList<>());
            if (row.getString(4) != null) {
                ofCart.add(new Line(row.getString(4), row.getLong(5), row.getLong(6), row.getLong(7)));
            }
        }
        for (Row row : rows) {
            UUID id = row.getUUID(0);
            carts.computeIfAbsent(
                    id,
                    cart -> new Cart(
                            id, row.getString(1), row.getLong(2), row.getUUID(3), lines.getOrDefault(id, List.of())));
        }
        return carts;
    }
}
