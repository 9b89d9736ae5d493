package dev.souk.audit;

import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Checks the invariants while the shop runs, and changes nothing.
 *
 * <pre>
 *  one snapshot: every check looks at everything ──> suspects
 *    └ while some may be in flight: another snapshot, the same checks at those ids alone ──┐
 *        ^                                                                     settled: gone
 *        └──────── a second, until the settle time since the first snapshot is over ───────┘
 *  what is left are violations
 * </pre>
 *
 * <p>It uses the shop's own SQL client: the same TLS and credentials, and a run needs one connection and no thread of its
 * own. Rows stay in the database: it aggregates and joins, and gives back suspects alone, so memory does not grow with
 * the shop. A snapshot is a REPEATABLE READ, READ ONLY transaction: on PostgreSQL it takes no locks and is never in
 * anybody's way (SERIALIZABLE would leave predicate locks all over the tables); CockroachDB runs it as SERIALIZABLE, where
 * it may be asked to run again, and is.
 */
public final class Audit {
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final Duration RETRY_FOR = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 1_000;

    private final Vertx vertx;
    private final TransactionRunner transactions;
    private final List<Check> checks;

    Audit(Vertx vertx, TransactionRunner transactions, List<Check> checks) {
        this.vertx = vertx;
        this.transactions = transactions;
        this.checks = List.copyOf(checks);
    }

    /** @param transactions of the shop's database, over a pool whose statements may take minutes where the shop is large */
    public static Audit of(Vertx vertx, Settings settings, TransactionRunner transactions) {
        StockAuditRepository stock = new StockAuditRepository();
        OrderAuditRepository orders = new OrderAuditRepository();
        FulfilmentAuditRepository fulfilment = new FulfilmentAuditRepository();
        EventAuditRepository events = new EventAuditRepository();
        return new Audit(
                vertx,
                transactions,
                List.of(
                        new StockBalance(stock),
                        new StockReceipts(stock),
                        new StockHeld(stock),
                        new StockSold(stock),
                        new ConfirmedOrdersStock(fulfilment),
                        new ConfirmedOrdersPayment(fulfilment),
                        new EndedOrdersHoldNothing(fulfilment),
                        new Idempotency(new ClaimAuditRepository()),
                        new AcceptedOrdersExist(orders),
                        new OrdersSettled(orders),
                        new OrderTotals(orders),
                        new OrderTimelines(orders),
                        new OutboxPublished(events),
                        new EffectsOnce(events, settings.kafka().retention())));
    }

    /**
     * Fails with {@link dev.souk.bus.UnavailableException} when the database cannot be reached.
     *
     * @param settle how long after the first snapshot something suspect may take to become right
     */
    public Future<AuditReport> run(Duration settle, Progress progress) {
        long started = System.nanoTime();
        // Unreachable is to be known at once; only what has begun well is worth a long try.
        return transactions
                .run("audit-hello", tx -> tx.query("SELECT 1").execute())
                .compose(reached -> inSnapshot(tx -> lookAtAll(tx, progress)))
                .compose(watches -> settle(watches, started + settle.toNanos(), progress))
                .map(watches ->
                        AuditReport.of(watches.stream().map(Watch::report).toList()));
    }

    private <T> Future<T> inSnapshot(Function<SqlClient, Future<T>> work) {
        return transactions.run(
                "audit",
                RETRY_FOR,
                (SqlConnection tx) -> tx.query(SNAPSHOT).execute().compose(set -> work.apply(tx)));
    }

    private Future<List<Watch>> lookAtAll(SqlClient snapshot, Progress progress) {
        Future<List<Watch>> looks = Future.succeededFuture(new ArrayList<>());
        for (Check check : checks) {
            looks = looks.compose(watches -> {
                progress.looking(check.name(), watches.size(), checks.size());
                return check.look(snapshot).map(finding -> {
                    watches.add(new Watch(check, finding));
                    return watches;
                });
            });
        }
        return looks;
    }

    private Future<List<Watch>> settle(List<Watch> watches, long deadline, Progress progress) {
        return unsettled(watches) == 0
                ? Future.succeededFuture(watches)
                : inSnapshot(tx -> lookAgain(tx, watches))
                        .compose(looked -> settleUnlessOver(watches, deadline, progress));
    }

    private Future<List<Watch>> settleUnlessOver(List<Watch> watches, long deadline, Progress progress) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (unsettled(watches) == 0 || !left.isPositive()) {
            return Future.succeededFuture(watches);
        }
        progress.waiting(unsettled(watches), left);
        // The last look is behind the deadline, never before.
        return vertx.timer(Math.min(POLL_MILLIS, left.toMillis() + 1))
                .compose(waited -> settle(watches, deadline, progress));
    }

    private static long unsettled(List<Watch> watches) {
        return watches.stream().mapToLong(Watch::unsettled).sum();
    }

    private static Future<Void> lookAgain(SqlClient snapshot, List<Watch> watches) {
        Future<Void> looks = Future.succeededFuture();
        for (Watch watch : watches) {
            looks = looks.compose(before -> watch.lookAgain(snapshot));
        }
        return looks;
    }
}
