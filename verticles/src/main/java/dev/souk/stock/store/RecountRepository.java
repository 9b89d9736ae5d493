package dev.souk.stock.store;

import dev.souk.sql.Columns;
import dev.souk.stock.domain.StockRecount;
import dev.souk.stock.domain.StockRecount.Written;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The SQL of a recount. */
public final class RecountRepository {
    /** Every transaction that moves units of a SKU holds this lock, so a count taken after it stands still. */
    private static final String LOCK = """
            SELECT sku, received, available, held, sold FROM stock WHERE sku = ANY ($1::text[]) ORDER BY sku FOR UPDATE
            """;

    private static final String FIND = """
            SELECT sku, received, available, held, sold FROM stock WHERE sku = ANY ($1::text[])
            """;

    private static final String COUNT = """
            SELECT q.sku, coalesce(c.received, 0), coalesce(r.held, 0), coalesce(r.sold, 0)
            FROM unnest($1::text[]) AS q (sku)
            LEFT JOIN (
              SELECT sku, sum(quantity)::int8 AS received
              FROM stock_receipt WHERE sku = ANY ($1::text[]) GROUP BY sku) AS c ON c.sku = q.sku
            LEFT JOIN (
              SELECT sku, sum(CASE WHEN state = 'HELD' THEN quantity ELSE 0 END)::int8 AS held,
                     sum(CASE WHEN state = 'COMMITTED' THEN quantity ELSE 0 END)::int8 AS sold
              FROM reservation WHERE sku = ANY ($1::text[]) GROUP BY sku) AS r ON r.sku = q.sku
            ORDER BY q.sku
            """;

    private static final String WRITE = """
            INSERT INTO stock (sku, received, available, held, sold)
            SELECT n.sku, n.received, n.available, n.held, n.sold
            FROM unnest($1::text[], $2::int8[], $3::int8[], $4::int8[], $5::int8[])
              AS n (sku, received, available, held, sold)
            ON CONFLICT (sku) DO UPDATE SET received = excluded.received, available = excluded.available,
              held = excluded.held, sold = excluded.sold, updated_at = now()
            """;

    private static final String RECORD = """
            INSERT INTO stock_recount (sku, received_before, available_before, held_before, sold_before,
                                       received, available, held, sold)
            SELECT n.sku, n.received_before, n.available_before, n.held_before, n.sold_before,
                   n.received, n.available, n.held, n.sold
            FROM unnest($1::text[], $2::int8[], $3::int8[], $4::int8[], $5::int8[], $6::int8[], $7::int8[], $8::int8[],
                        $9::int8[])
              AS n (sku, received_before, available_before, held_before, sold_before, received, available, held, sold)
            """;

    /** Counts, and keeps the units of these SKUs from moving until the transaction ends. */
    public Future<List<StockRecount>> countLocked(SqlConnection tx, Collection<String> skus) {
        return count(tx, LOCK, skus);
    }

    /** Counts in the client's snapshot. */
    public Future<List<StockRecount>> count(SqlClient snapshot, Collection<String> skus) {
        return count(snapshot, FIND, skus);
    }

    private static Future<List<StockRecount>> count(SqlClient client, String written, Collection<String> skus) {
        Tuple parameter = Tuple.tuple().addArrayOfString(skus.toArray(String[]::new));
        return client.preparedQuery(written).execute(parameter).compose(found -> {
            Map<String, Written> before = new HashMap<>();
            for (Row row : found) {
                before.put(
                        row.getString(0), new Written(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
            }
            return client.preparedQuery(COUNT).execute(parameter).map(rows -> {
                List<StockRecount> tallies = new ArrayList<>(rows.size());
                for (Row row : rows) {
                    String sku = row.getString(0);
                    tallies.add(new StockRecount(sku, before.get(sku), row.getLong(1), row.getLong(2), row.getLong(3)));
                }
                return tallies;
            });
        });
    }

    /** Sets the counters to the counted values, and writes down their old values. */
    public Future<Void> correct(SqlConnection tx, List<StockRecount> tallies) {
        if (tallies.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple after = Tuple.tuple().addValue(Columns.texts(tallies, StockRecount::sku));
        counted(after, tallies);
        Tuple both = Tuple.tuple()
                .addValue(Columns.texts(tallies, StockRecount::sku))
                .addValue(Columns.longs(
                        tallies,
                        tally -> tally.before() == null ? null : tally.before().received()))
                .addValue(Columns.longs(
                        tallies,
                        tally -> tally.before() == null ? null : tally.before().available()))
                .addValue(Columns.longs(
                        tallies,
                        tally -> tally.before() == null ? null : tally.before().held()))
                .addValue(Columns.longs(
                        tallies,
                        tally -> tally.before() == null ? null : tally.before().sold()));
        counted(both, tallies);
        return Future.all(
                        tx.preparedQuery(WRITE).execute(after),
                        tx.preparedQuery(RECORD).execute(both))
                .mapEmpty();
    }

    private static void counted(Tuple parameters, List<StockRecount> tallies) {
        parameters
                .addValue(Columns.longs(tallies, tally -> tally.counted().received()))
                .addValue(Columns.longs(tallies, tally -> tally.counted().available()))
                .addValue(Columns.longs(tallies, tally -> tally.counted().held()))
                .addValue(Columns.longs(tallies, tally -> tally.counted().sold()));
    }
}
