package dev.souk.audit.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The audit's SQL of payments here and of accounts at the sandbox provider, in pages sorted by payment id. */
public final class LedgerAuditRepository {
    private static final String PAYMENTS = """
            SELECT p.id, 'order ' || p.order_id::text || ' ' || p.state || ', ' AS words, coalesce(p.currency, ''),
                   p.authorized, p.captured, p.refunded, p.state = 'VOIDED' AS voided
            FROM payment p
            """;

    private static final String PAYMENT_PAGE = PAYMENTS + "WHERE p.id > $1 ORDER BY p.id LIMIT $2";
    private static final String PAYMENTS_BY_ID = PAYMENTS + "WHERE p.id = ANY ($1::uuid[])";

    private static final String ACCOUNTS = """
            SELECT a.payment, '' AS words, a.currency, a.authorised, a.captured, a.refunded, a.voided
            FROM ledger_account a
            """;

    private static final String ACCOUNT_PAGE = ACCOUNTS + "WHERE a.payment > $1 ORDER BY a.payment LIMIT $2";
    private static final String ACCOUNTS_BY_ID = ACCOUNTS + "WHERE a.payment = ANY ($1::uuid[])";

    private static final String REFUND_SUMS = """
            SELECT p.order_id::text AS id,
                   'payment ' || p.state || ': claimed ' || p.claimed::text || ', refunded ' || p.refunded::text
                     || '; its refunds: ' || coalesce(r.claimed, 0)::text || ', ' || coalesce(r.refunded, 0)::text
                     || '; captured ' || p.captured::text AS detail
            FROM payment p
            LEFT JOIN (
              SELECT f.order_id, sum(CASE WHEN f.status <> 'FAILED' THEN f.amount ELSE 0 END)::int8 AS claimed,
                     sum(CASE WHEN f.status = 'SUCCEEDED' THEN f.amount ELSE 0 END)::int8 AS refunded
              FROM refund f
              GROUP BY f.order_id) AS r ON r.order_id = p.order_id
            WHERE p.claimed > p.captured OR p.refunded > p.claimed
              OR p.claimed < coalesce(r.claimed, 0) OR p.refunded < coalesce(r.refunded, 0)
              OR (p.wanted < 3 AND (p.claimed <> coalesce(r.claimed, 0) OR p.refunded <> coalesce(r.refunded, 0)))
            """;

    private static final CheckSql REFUNDS = CheckSql.atOnce("SELECT count(*) FROM payment", REFUND_SUMS);

    public Future<List<LedgerEntry>> payments(SqlClient shop, UUID after, int limit) {
        return entries(shop.preparedQuery(PAYMENT_PAGE).execute(Tuple.of(after, limit)));
    }

    public Future<List<LedgerEntry>> payments(SqlClient shop, Collection<String> ids) {
        return entries(shop.preparedQuery(PAYMENTS_BY_ID).execute(CheckSql.only(ids)));
    }

    public Future<List<LedgerEntry>> accounts(SqlClient ledger, UUID after, int limit) {
        return entries(ledger.preparedQuery(ACCOUNT_PAGE).execute(Tuple.of(after, limit)));
    }

    public Future<List<LedgerEntry>> accounts(SqlClient ledger, Collection<String> ids) {
        return entries(ledger.preparedQuery(ACCOUNTS_BY_ID).execute(CheckSql.only(ids)));
    }

    public Future<Finding> wrongRefunds(SqlClient shop) {
        return REFUNDS.look(shop, Tuple.tuple());
    }

    private static Future<List<LedgerEntry>> entries(Future<RowSet<Row>> rows) {
        return rows.map(found -> {
            List<LedgerEntry> entries = new ArrayList<>(found.size());
            for (Row row : found) {
                entries.add(new LedgerEntry(
                        row.getUUID(0),
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getBoolean(6)));
            }
            return entries;
        });
    }
}
