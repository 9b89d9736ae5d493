package dev.souk.order;

import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.OrderView;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All SQL that only reads orders. */
final class OrderReadRepository {
    private static final String COLUMNS =
            "SELECT " + OrderRows.COLUMNS + ", timeline::text, created_at, updated_at FROM orders ";

    private static final String BY_ID = COLUMNS + "WHERE id = ANY ($1::uuid[])";

    private static final String OF_CUSTOMER = COLUMNS + """
            WHERE customer = $1 AND (created_at, id) < ($2, $3)
            ORDER BY created_at DESC, id DESC
            LIMIT $4
            """;

    private static final String OF_ALL = COLUMNS + """
            WHERE (created_at, id) < ($1, $2)
            ORDER BY created_at DESC, id DESC
            LIMIT $3
            """;

    private static final String TOKENS = """
            SELECT id, payment_token FROM orders WHERE id = ANY ($1::uuid[]) AND payment_token IS NOT NULL
            """;

    private static final String STATUSES = """
            SELECT id, status FROM orders WHERE id = ANY ($1::uuid[])
            """;

    /** An order and whose it is. */
    record Owned(String customer, OrderView order) {
        /** @param owner who asks; absent: an operator, who sees everything */
        boolean isSeenBy(@Nullable String owner) {
            return owner == null || owner.equals(customer);
        }
    }

    Future<Map<UUID, Owned>> byId(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(BY_ID).execute(ids(ids)).map(rows -> {
            Map<UUID, Owned> orders = new HashMap<>();
            rows.forEach(row -> orders.put(row.getUUID(0), owned(row)));
            return orders;
        });
    }

    /**
     * Orders newest first.
     *
     * @param owner whose; absent: everybody's
     * @param before only those behind this place in the list
     */
    Future<List<OrderView>> list(SqlClient client, @Nullable String owner, OrderCursor before, int limit) {
        var at = before.createdAt().atOffset(ZoneOffset.UTC);
        return (owner == null
                        ? client.preparedQuery(OF_ALL).execute(Tuple.of(at, before.id(), limit))
                        : client.preparedQuery(OF_CUSTOMER).execute(Tuple.of(owner, at, before.id(), limit)))
                .map(rows -> {
                    List<OrderView> orders = new ArrayList<>(rows.size());
                    rows.forEach(row -> orders.add(owned(row).order()));
                    return orders;
                });
    }

    /** The card tokens of those orders that still have one. */
    Future<Map<UUID, String>> tokens(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(TOKENS).execute(ids(ids)).map(rows -> {
            Map<UUID, String> tokens = new HashMap<>();
            rows.forEach(row -> tokens.put(row.getUUID(0), row.getString(1)));
            return tokens;
        });
    }

    Future<Map<UUID, OrderStatus>> statuses(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(STATUSES).execute(ids(ids)).map(rows -> {
            Map<UUID, OrderStatus> statuses = new HashMap<>();
            rows.forEach(row -> statuses.put(row.getUUID(0), OrderStatus.valueOf(row.getString(1))));
            return statuses;
        });
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.of(ids.toArray(UUID[]::new));
    }

    private static Owned owned(Row row) {
        StoredOrder order = OrderRows.order(row);
        OrderView view = order.view(
                row.getString(OrderRows.NEXT),
                OrderRows.instant(row, OrderRows.NEXT + 1),
                OrderRows.instant(row, OrderRows.NEXT + 2));
        return new Owned(order.customer(), view);
    }
}
