package dev.souk.order.admission;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Counts the orders that are not settled, by the index of their deadlines. */
final class BacklogRepository {
    private static final String COUNT = """
            SELECT count(*) FROM (SELECT 1 FROM orders WHERE deadline IS NOT NULL LIMIT $1) AS o
            """;

    /** One statement. @param most orders that are looked at */
    Future<Long> count(SqlClient client, long most) {
        return client.preparedQuery(COUNT)
                .execute(Tuple.of(most))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
