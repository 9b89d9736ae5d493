package dev.souk.order.store;

import dev.souk.money.Money;
import dev.souk.order.domain.OrderState;
import dev.souk.order.domain.PaymentStatus;
import dev.souk.order.domain.StoredOrder;
import dev.souk.order.message.OrderCursor;
import dev.souk.order.message.OrderEndpoints.Timeline;
import dev.souk.order.message.OrderLetter;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.OrderView;
import dev.souk.order.message.TimelineEntry;
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
public final class OrderReadRepository {
    private static final String COLUMNS =
            "SELECT " + OrderRows.COLUMNS + ", timeline::text, created_at, updated_at FROM orders ";

    private static final String BY_ID = COLUMNS + "WHERE id = ANY ($1::uuid[])";

    /**
     * Sizes are summed at the database: no more leaves it than a page may hold, but for an order that is larger alone.
     */
    private static final String PAGE = "SELECT " + OrderRows.COLUMNS + """
            , timeline::text, created_at, updated_at, candidates
            FROM (
              SELECT candidate, count(*) OVER () AS candidates,
                     (sum(size) OVER (ORDER BY placed DESC, candidate DESC))::int8 - size AS earlier
              FROM (
                SELECT id AS candidate, created_at AS placed, length(lines::text) + length(timeline::text) AS size
                FROM orders
                WHERE %s
                ORDER BY created_at DESC, id DESC
                LIMIT $3) AS c) AS p
            JOIN orders ON id = candidate
            WHERE earlier < $4
            ORDER BY created_at DESC, id DESC
            """;

    private static final String OF_ALL = PAGE.formatted("(created_at, id) < ($1, $2)");

    private static final String OF_CUSTOMER = PAGE.formatted("customer = $5 AND (created_at, id) < ($1, $2)");

    private static final String TOKENS = """
            SELECT id, payment_token FROM orders WHERE id = ANY ($1::uuid[]) AND payment_token IS NOT NULL
            """;

    private static final String STATUSES = """
            SELECT id, status FROM orders WHERE id = ANY ($1::uuid[])
            """;

    private static final String LETTERS = """
            SELECT id, email, locale, ship_to::text, lines::text, currency, total, refunded
            FROM orders
            WHERE id = ANY ($1::uuid[]) AND email IS NOT NULL
            """;

    /** The timeline only of those that have entries after the known one: a poll finds most orders as they were. */
    private static final String TIMELINES = """
            SELECT o.id, o.customer, o.status, o.seq, o.payment_status, o.authorized, o.captured, o.refunded,
                   CASE WHEN o.seq > w.after THEN o.timeline::text END
            FROM unnest($1::uuid[], $2::int8[]) AS w (id, after)
            JOIN orders o ON o.id = w.id
            """;

    /** An order and its customer. */
    public record Owned(String customer, OrderView order) {
        /** @param owner the customer that asks; absent: an operator, who sees all orders */
        public boolean isSeenBy(@Nullable String owner) {
            return owner == null || owner.equals(customer);
        }
    }

    public Future<Map<UUID, Owned>> byId(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(BY_ID).execute(ids(ids)).map(rows -> {
            Map<UUID, Owned> orders = new HashMap<>();
            rows.forEach(row -> orders.put(row.getUUID(0), owned(row)));
            return orders;
        });
    }

    /** @param more whether there are orders behind these */
    public record Listed(List<OrderView> orders, boolean more) {}

    /**
     * Orders newest first.
     *
     * @param owner the customer whose orders are listed; absent: the orders of all customers
     * @param before only those behind this place in the list
     * @param limit how many at the most
     * @param bytes of lines and timelines, as text: the order that reaches it is the last
     */
    public Future<Listed> list(SqlClient client, @Nullable String owner, OrderCursor before, int limit, long bytes) {
        // One more than asked for tells whether there are more.
        Tuple page = Tuple.of(before.createdAt().atOffset(ZoneOffset.UTC), before.id(), limit + 1, bytes);
        return (owner == null
                        ? client.preparedQuery(OF_ALL).execute(page)
                        : client.preparedQuery(OF_CUSTOMER).execute(page.addString(owner)))
                .map(rows -> {
                    List<OrderView> orders = new ArrayList<>(rows.size());
                    long candidates = 0;
                    for (Row row : rows) {
                        candidates = row.getLong(OrderRows.NEXT + 3);
                        if (orders.size() < limit) {
                            orders.add(owned(row).order());
                        }
                    }
                    return new Listed(orders, candidates > orders.size());
                });
    }

    /** The card tokens of those orders that still have one. */
    public Future<Map<UUID, String>> tokens(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(TOKENS).execute(ids(ids)).map(rows -> {
            Map<UUID, String> tokens = new HashMap<>();
            rows.forEach(row -> tokens.put(row.getUUID(0), row.getString(1)));
            return tokens;
        });
    }

    public Future<Map<UUID, OrderStatus>> statuses(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(STATUSES).execute(ids(ids)).map(rows -> {
            Map<UUID, OrderStatus> statuses = new HashMap<>();
            rows.forEach(row -> statuses.put(row.getUUID(0), OrderStatus.valueOf(row.getString(1))));
            return statuses;
        });
    }

    /** Of those orders that have an address. */
    public Future<Map<UUID, OrderLetter>> letters(SqlClient client, Collection<UUID> ids) {
        return client.preparedQuery(LETTERS).execute(ids(ids)).map(rows -> {
            Map<UUID, OrderLetter> letters = new HashMap<>();
            rows.forEach(row -> letters.put(row.getUUID(0), letter(row)));
            return letters;
        });
    }

    private static OrderLetter letter(Row row) {
        String currency = row.getString(5);
        return new OrderLetter(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                StoredOrder.lines(row.getString(4)),
                new Money(row.getLong(6), currency),
                new Money(row.getLong(7), currency));
    }

    /** @param after the last entry known, by order */
    public Future<Map<UUID, Timeline>> timelines(SqlClient client, Map<UUID, Long> after) {
        List<UUID> ids = List.copyOf(after.keySet());
        Long[] known = ids.stream().map(after::get).toArray(Long[]::new);
        return client.preparedQuery(TIMELINES)
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)).addArrayOfLong(known))
                .map(rows -> {
                    Map<UUID, Timeline> timelines = new HashMap<>();
                    rows.forEach(row -> {
                        UUID id = row.getUUID(0);
                        timelines.put(id, timeline(row, after.getOrDefault(id, 0L)));
                    });
                    return timelines;
                });
    }

    private static Timeline timeline(Row row, long known) {
        OrderState state = new OrderState(
                OrderStatus.valueOf(row.getString(2)),
                row.getLong(3),
                PaymentStatus.valueOf(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
        String json = row.getString(8);
        List<TimelineEntry> entries = json == null
                ? List.of()
                : StoredOrder.timeline(json).stream()
                        .filter(entry -> entry.seq() > known)
                        .toList();
        return new Timeline(row.getString(1), state.seq(), state.isOver(), entries);
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
