package dev.souk.messaging.retention;

import dev.souk.idempotency.ClaimRepository;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import java.time.Duration;

/** Forgets idempotency claims, the oldest ones first, in small transactions. */
public final class ClaimSweep {
    public static final int CLAIMS = 1_000;
    /** Transactions of a round: a node that stops waits for the round. */
    public static final int MOST = 50;

    private final ClaimRepository claims;
    private final TransactionRunner transactions;
    private final RetentionMetrics metrics;

    /** @param metrics with one slot */
    ClaimSweep(ClaimRepository claims, TransactionRunner transactions, RetentionMetrics metrics) {
        this.claims = claims;
        this.transactions = transactions;
        this.metrics = metrics;
    }

    /** @return done with a bounded number of claims; true: there are more */
    Future<Boolean> round(Duration age) {
        return transactions
                .read("retention-oldest", claims::oldest)
                .onSuccess(oldest -> metrics.found(0, oldest.minus(age)))
                .compose(found -> sweep(age, MOST))
                .onSuccess(more -> {
                    if (!more) {
                        metrics.gone(0);
                    }
                });
    }

    private Future<Boolean> sweep(Duration age, int most) {
        return transactions
                .run("retention-claims", tx -> claims.deleteOlderThan(tx, age, CLAIMS))
                .compose(deleted -> {
                    metrics.deleted(deleted);
                    return deleted < CLAIMS || most == 1
                            ? Future.succeededFuture(deleted == CLAIMS)
                            : sweep(age, most - 1);
                });
    }
}
