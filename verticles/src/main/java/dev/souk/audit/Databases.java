package dev.souk.audit;

import dev.souk.audit.store.Snapshots;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The databases that an audit reads.
 *
 * <p>A snapshot is a REPEATABLE READ, READ ONLY transaction: on PostgreSQL it takes no locks and is never in the way of
 * the shop (SERIALIZABLE would leave predicate locks all over the tables); CockroachDB runs it as SERIALIZABLE, where
 * it may be asked to run again, and is.
 */
record Databases(TransactionRunner shop, @Nullable TransactionRunner ledger) {
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final Duration RETRY_FOR = Duration.ofMinutes(1);

    /** @param work may run several times */
    <T> Future<T> inSnapshots(Function<Snapshots, Future<T>> work) {
        TransactionRunner second = ledger;
        return second == null
                ? inSnapshot(shop, "audit", tx -> work.apply(new Snapshots(tx, null)))
                : inSnapshot(
                        shop,
                        "audit",
                        tx -> inSnapshot(second, "audit-ledger", other -> work.apply(new Snapshots(tx, other))));
    }

    private static <T> Future<T> inSnapshot(
            TransactionRunner of, String name, Function<SqlConnection, Future<T>> work) {
        return of.run(name, RETRY_FOR, tx -> tx.query(SNAPSHOT).execute().compose(set -> work.apply(tx)));
    }
}
