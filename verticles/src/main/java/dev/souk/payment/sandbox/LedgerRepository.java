package dev.souk.payment.sandbox;

import dev.souk.payment.sandbox.Ledger.Seen;
import dev.souk.sql.Columns;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All SQL of the sandbox's accounts and calls. */
final class LedgerRepository {
    private static final String SEEN = """
            SELECT key, payment, kind, amount, currency, token, status, code
            FROM ledger_call WHERE key = ANY ($1::text[])
            """;

    private static final String LOCK_ACCOUNTS = """
            SELECT payment, currency, token, authorised, captured, refunded, voided
            FROM ledger_account WHERE payment = ANY ($1::uuid[]) ORDER BY payment FOR UPDATE
            """;

    private static final String SAVE_CALLS = """
            INSERT INTO ledger_call (key, payment, kind, amount, currency, token, status, code)
            SELECT c.key, c.payment, c.kind, c.amount, c.currency, c.token, c.status, c.code
            FROM unnest($1::text[], $2::uuid[], $3::text[], $4::int8[], $5::text[], $6::text[], $7::int4[], $8::text[])
              AS c (key, payment, kind, amount, currency, token, status, code)
            ON CONFLICT (key) DO UPDATE SET status = excluded.status, code = excluded.code
            """;

    private static final String SAVE_ACCOUNTS = """
            INSERT INTO ledger_account (payment, currency, token, authorised, captured, refunded, voided)
            SELECT a.payment, a.currency, a.token, a.authorised, a.captured, a.refunded, a.voided
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int8[], $5::int8[], $6::int8[], $7::bool[])
              AS a (payment, currency, token, authorised, captured, refunded, voided)
            ON CONFLICT (payment) DO UPDATE SET authorised = excluded.authorised, captured = excluded.captured,
              refunded = excluded.refunded, voided = excluded.voided, changed_at = now()
            """;

    private static final String PAGE = """
            SELECT payment, currency, authorised, captured, refunded, voided, changed_at
            FROM ledger_account WHERE payment > $1 ORDER BY payment LIMIT $2
            """;

    private static final String FIRST_PAGE = """
            SELECT payment, currency, authorised, captured, refunded, voided, changed_at
            FROM ledger_account ORDER BY payment LIMIT $1
            """;

    /** A line of the ledger as it is told. */
    record Line(
            UUID payment,
            String currency,
            long authorised,
            long captured,
            long refunded,
            boolean voided,
            Instant changedAt) {}

    Future<Map<String, Seen>> seen(SqlClient client, Collection<String> keys) {
        return client.preparedQuery(SEEN)
                .execute(Tuple.of((Object) keys.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Seen> seen = new HashMap<>();
                    for (Row row : rows) {
                        seen.put(row.getString(0), seen(row));
                    }
                    return seen;
                });
    }

    private static Seen seen(Row row) {
        LedgerCall call = new LedgerCall(
                row.getString(0),
                row.getUUID(1),
                LedgerCall.Kind.valueOf(row.getString(2)),
                row.getLong(3),
                row.getString(4),
                row.getString(5));
        return new Seen(call, row.getInteger(6), row.getString(7));
    }

    Future<Map<UUID, Account>> lockAccounts(SqlClient tx, Collection<UUID> payments) {
        return tx.preparedQuery(LOCK_ACCOUNTS)
                .execute(Tuple.of((Object) payments.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Account> accounts = new HashMap<>();
                    for (Row row : rows) {
                        accounts.put(row.getUUID(0), account(row));
                    }
                    return accounts;
                });
    }

    private static Account account(Row row) {
        return new Account(
                row.getUUID(0),
                row.getString(1),
                SandboxToken.valueOf(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getBoolean(6));
    }

    /** @param entries one for each key */
    Future<Void> saveCalls(SqlClient tx, List<Entry> entries) {
        Tuple columns = Tuple.tuple()
                .addValue(Columns.texts(entries, entry -> entry.call().key()))
                .addValue(Columns.of(entries, UUID[]::new, entry -> entry.call().payment()))
                .addValue(Columns.texts(entries, entry -> entry.call().kind().name()))
                .addValue(Columns.longs(entries, entry -> entry.call().amount()))
                .addValue(Columns.texts(entries, entry -> entry.call().currency()))
                .addValue(Columns.texts(entries, entry -> entry.call().token()))
                .addValue(Columns.ints(entries, entry -> entry.decided() ? entry.status() : 0))
                .addValue(Columns.texts(entries, Entry::code));
        return tx.preparedQuery(SAVE_CALLS).execute(columns).mapEmpty();
    }

    Future<Void> saveAccounts(SqlClient tx, List<Account> accounts) {
        Tuple columns = Tuple.tuple()
                .addValue(Columns.of(accounts, UUID[]::new, Account::payment))
                .addValue(Columns.texts(accounts, Account::currency))
                .addValue(Columns.texts(accounts, account -> account.token().name()))
                .addValue(Columns.longs(accounts, Account::authorised))
                .addValue(Columns.longs(accounts, Account::captured))
                .addValue(Columns.longs(accounts, Account::refunded))
                .addValue(Columns.of(accounts, Boolean[]::new, Account::voided));
        return tx.preparedQuery(SAVE_ACCOUNTS).execute(columns).mapEmpty();
    }

    /** @return accounts by payment id, from behind {@code after} */
    Future<List<Line>> page(SqlClient client, @Nullable UUID after, int limit) {
        return (after == null
                        ? client.preparedQuery(FIRST_PAGE).execute(Tuple.of(limit))
                        : client.preparedQuery(PAGE).execute(Tuple.of(after, limit)))
                .map(rows -> {
                    List<Line> lines = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        lines.add(line(row));
                    }
                    return lines;
                });
    }

    private static Line line(Row row) {
        OffsetDateTime changedAt = row.getOffsetDateTime(6);
        return new Line(
                row.getUUID(0),
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getBoolean(5),
                changedAt.toInstant());
    }
}
