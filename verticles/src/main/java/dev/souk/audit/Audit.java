package dev.souk.audit;

import dev.souk.audit.invariant.Invariants;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;

/**
 * Checks the invariants while the shop runs, and changes nothing.
 *
 * <pre>
 *  one snapshot of each database: every check looks at everything ──> suspects
 *    └ while some may be in flight: other snapshots, the same checks at those ids alone ──┐
 *        ^                                                                    settled: gone
 *        └──────── a second, until the settle time since the first snapshot is over ──────┘
 *  what is left are violations
 * </pre>
 *
 * <p>It uses the shop's own SQL client: the same TLS and credentials, and a run needs one connection to each database
 * and no thread of its own. Rows stay in the database: it aggregates and joins, and gives back suspects alone (the
 * provider's ledger, which is another database, comes in pages), so memory does not grow with the shop.
 */
public final class Audit {
    private final Vertx vertx;
    private final Settings settings;
    private final TransactionRunner transactions;
    private final LedgerFinder ledgers = new LedgerFinder();

    private Audit(Vertx vertx, Settings settings, TransactionRunner transactions) {
        this.vertx = vertx;
        this.settings = settings;
        this.transactions = transactions;
    }

    /**
     * @param transactions of the shop's database, over a pool whose statements may take minutes where the shop is large
     */
    public static Audit of(Vertx vertx, Settings settings, TransactionRunner transactions) {
        return new Audit(vertx, settings, transactions);
    }

    /**
     * Fails with {@link dev.souk.bus.UnavailableException} when a database cannot be reached.
     *
     * @param settle how long after the first snapshot something suspect may take to become right
     */
    public Future<AuditReport> run(Duration settle, Progress progress) {
        // Unreachable is to be known at once; only what has begun well is worth a long try.
        return transactions
                .run("audit-hello", tx -> ledgers.isThere(tx, settings))
                .compose(ledger -> ledger
                        ? withLedger(settle, progress)
                        : run(new Databases(transactions, null), settle, progress));
    }

    private Future<AuditReport> withLedger(Duration settle, Progress progress) {
        Pool pool = SqlPool.open(vertx, settings.sql(), settings.sandbox().database());
        TransactionRunner ledger = new TransactionRunner(
                vertx, pool, new SimpleMeterRegistry(), settings.sql().retryFor());
        return run(new Databases(transactions, ledger), settle, progress).eventually(pool::close);
    }

    private Future<AuditReport> run(Databases databases, Duration settle, Progress progress) {
        return new AuditRun(vertx, databases, Invariants.of(settings, databases.ledger() != null), settle, progress)
                .run();
    }
}
