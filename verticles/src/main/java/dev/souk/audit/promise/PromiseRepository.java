package dev.souk.audit.promise;

import dev.souk.audit.message.PromiseLedger.Stock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The SQL of the ledger of the promise: sums, and no rows. */
final class PromiseRepository {
    private static final String STOCK = """
            SELECT count(*), coalesce(sum(received), 0), coalesce(sum(available), 0), coalesce(sum(held), 0),
                   coalesce(sum(sold), 0),
                   (SELECT coalesce(sum(quantity), 0) FROM reservation WHERE state = 'HELD'),
                   count(*) FILTER (
                     WHERE received <> available + held + sold OR available < 0 OR held < 0 OR sold < 0),
                   coalesce(sum(held + sold - received) FILTER (WHERE held + sold > received), 0)
            FROM stock
            """;

    /** Counts and sums by state and currency, of the orders since a time: an index leads to them. */
    private static final String ORDERS = """
            SELECT o.status, o.currency, count(*),
                   count(*) FILTER (
                     WHERE o.status IN ('PENDING', 'RESERVED')
                       AND o.deadline < now() - $2::int8 * interval '1 millisecond'),
                   sum(o.total), coalesce(sum(p.captured), 0), coalesce(sum(p.refunded), 0),
                   coalesce(sum(o.total) FILTER (WHERE coalesce(p.captured, 0) = 0), 0),
                   count(*) FILTER (WHERE p.captured > o.total),
                   count(*) FILTER (WHERE p.confirmed_at < now() - $3::int8 * interval '1 millisecond')
            FROM orders o
            LEFT JOIN payment p ON p.order_id = o.id
            WHERE o.created_at >= $1
            GROUP BY o.status, o.currency
            ORDER BY o.status, o.currency
            """;

    private static final String NOW = "SELECT now(), now() - $1::int8 * interval '1 millisecond'";

    /** @param since the time of the database's clock a window ago */
    record Clock(OffsetDateTime now, OffsetDateTime since) {}

    Future<Clock> clock(SqlClient sql, Duration window) {
        return sql.preparedQuery(NOW).execute(Tuple.of(window.toMillis())).map(rows -> {
            Row row = rows.iterator().next();
            return new Clock(row.getOffsetDateTime(0), row.getOffsetDateTime(1));
        });
    }

    Future<Stock> stock(SqlClient sql) {
        return sql.preparedQuery(STOCK).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Stock(
                    row.getLong(0),
                    row.getBigDecimal(1),
                    row.getBigDecimal(2),
                    row.getBigDecimal(3),
                    row.getBigDecimal(4),
                    row.getBigDecimal(5),
                    row.getLong(6),
                    row.getBigDecimal(7));
        });
    }

    /**
     * @param grace how long past its deadline an order may be before it counts as lost
     * @param toCapture how long a confirmed order may wait for its capture before it counts as overdue
     */
    Future<List<OrderSums>> orders(SqlClient sql, OffsetDateTime since, Duration grace, Duration toCapture) {
        return sql.preparedQuery(ORDERS)
                .execute(Tuple.of(since, grace.toMillis(), toCapture.toMillis()))
                .map(PromiseRepository::sums);
    }

    private static List<OrderSums> sums(RowSet<Row> rows) {
        List<OrderSums> sums = new ArrayList<>(rows.size());
        for (Row row : rows) {
            sums.add(new OrderSums(
                    row.getString(0),
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getBigDecimal(4),
                    row.getBigDecimal(5),
                    row.getBigDecimal(6),
                    row.getBigDecimal(7),
                    row.getLong(8),
                    row.getLong(9)));
        }
        return sums;
    }
}
