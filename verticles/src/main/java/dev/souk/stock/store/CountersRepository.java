package dev.souk.stock.store;

import dev.souk.sql.Columns;
import dev.souk.stock.domain.CounterDelta;
import dev.souk.stock.domain.Counters;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/** All SQL of the counters. */
public final class CountersRepository {
    private static final String FIND = """
            SELECT sku, received, available, held, sold FROM stock WHERE sku = ANY ($1::text[])
            """;

    /** An UPDATE promises no order, and two that meet in opposite orders are a deadlock: so the locks come first. */
    private static final String LOCK = """
            SELECT sku, received, available, held, sold
            FROM stock
            WHERE sku = ANY ($1::text[])
            ORDER BY sku
            FOR UPDATE
            """;

    private static final String UPDATE = """
            UPDATE stock AS s
            SET received = s.received + f.received, available = s.available + f.available, held = s.held + f.held,
                sold = s.sold + f.sold, updated_at = now()
            FROM unnest($1::text[], $2::int8[], $3::int8[], $4::int8[], $5::int8[])
              AS f (sku, received, available, held, sold)
            WHERE s.sku = f.sku
            """;

    /** Of SKUs that were there already, and so are left as they are, nothing comes back. */
    private static final String INSERT = """
            INSERT INTO stock (sku, received, available, held, sold)
            SELECT n.sku, n.received, n.received, 0, 0
            FROM unnest($1::text[], $2::int8[]) AS n (sku, received)
            ON CONFLICT (sku) DO NOTHING
            RETURNING sku
            """;

    /** @return those of the SKUs that ever received anything */
    public Future<Map<String, Counters>> find(SqlClient client, Collection<String> skus) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(skus.toArray(String[]::new)))
                .map(CountersRepository::bySku);
    }

    /** As {@link #find}, and locks the rows until the transaction ends. */
    public Future<Map<String, Counters>> lock(SqlConnection tx, SortedSet<String> skus) {
        return skus.isEmpty()
                ? Future.succeededFuture(Map.of())
                : tx.preparedQuery(LOCK)
                        .execute(Tuple.of(skus.toArray(String[]::new)))
                        .map(CountersRepository::bySku);
    }

    /** For SKUs that are locked, each named once. */
    public Future<Void> update(SqlConnection tx, List<CounterDelta> flows) {
        if (flows.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple parameters = Tuple.of(
                Columns.texts(flows, CounterDelta::sku),
                Columns.longs(flows, CounterDelta::received),
                Columns.longs(flows, CounterDelta::available),
                Columns.longs(flows, CounterDelta::held),
                Columns.longs(flows, CounterDelta::sold));
        return tx.preparedQuery(UPDATE).execute(parameters).compose(new CompareAndSet(flows.size(), "counters"));
    }

    /**
     * @param received first units of each SKU
     * @return those of the SKUs that had no counters before
     */
    public Future<Set<String>> insert(SqlConnection tx, SortedMap<String, Long> received) {
        return received.isEmpty()
                ? Future.succeededFuture(Set.of())
                : tx.preparedQuery(INSERT)
                        .execute(Tuple.tuple()
                                .addArrayOfString(received.keySet().toArray(String[]::new))
                                .addArrayOfLong(received.values().toArray(Long[]::new)))
                        .map(rows -> {
                            Set<String> inserted = new HashSet<>();
                            rows.forEach(row -> inserted.add(row.getString(0)));
                            return inserted;
                        });
    }

    private static Map<String, Counters> bySku(RowSet<Row> rows) {
        Map<String, Counters> counters = new HashMap<>();
        for (Row row : rows) {
            counters.put(
                    row.getString(0), new Counters(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
        }
        return counters;
    }
}
