package dev.souk.stock.store;

import dev.souk.sql.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** All SQL of the receipts: rows are only ever added. */
public final class ReceiptRepository {
    private static final String INSERT = """
            INSERT INTO stock_receipt (id, sku, quantity, kind, principal)
            SELECT n.id, n.sku, n.quantity, n.kind, n.principal
            FROM unnest($1::uuid[], $2::text[], $3::int8[], $4::text[], $5::text[])
              AS n (id, sku, quantity, kind, principal)
            """;

    private static final String COUNT = """
            SELECT count(*) FROM stock_receipt WHERE id = ANY ($1::uuid[])
            """;

    public enum Kind {
        RECEIPT,
        /** The first of its SKU, by an import. */
        OPENING
    }

    /** A receipt as it is kept. */
    public record Row(UUID id, String sku, long quantity, Kind kind, String principal) {}

    public Future<Void> insert(SqlConnection tx, List<Row> rows) {
        return rows.isEmpty()
                ? Future.succeededFuture()
                : tx.preparedQuery(INSERT)
                        .execute(Tuple.of(
                                Columns.of(rows, UUID[]::new, Row::id),
                                Columns.texts(rows, Row::sku),
                                Columns.longs(rows, Row::quantity),
                                Columns.texts(rows, row -> row.kind().name()),
                                Columns.texts(rows, Row::principal)))
                        .mapEmpty();
    }

    /** @return how many of these receipts were written */
    public Future<Integer> count(SqlConnection tx, Collection<UUID> ids) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}
