package dev.souk.stock;

import dev.souk.messaging.Effects;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Takes facts about orders into stock: read, lock, decide, write, all in the caller's transaction.
 *
 * <pre>
 *  orders, reservations, clock ──> lock the SKUs, sorted ──> StockMachine ──> counters, reservations, orders
 *         (one round trip)           (one round trip)                              (one round trip)
 * </pre>
 *
 * <p>May be called again with the same facts: nothing is counted before {@link Effects#afterCommit}.
 */
final class StockLedger {
    private final ReservationRepository reservations = new ReservationRepository();
    private final CountersRepository counters = new CountersRepository();
    private final StockMetrics metrics;
    private final Consumer<SortedSet<String>> soldOut;

    /** For facts that take no units: nobody is told of a sell-out. */
    StockLedger(StockMetrics metrics) {
        this(metrics, nobody -> {});
    }

    /** @param soldOut is told, after the commit, which SKUs a batch has shown to be sold out; only if there are any */
    StockLedger(StockMetrics metrics, Consumer<SortedSet<String>> soldOut) {
        this.metrics = metrics;
        this.soldOut = soldOut;
    }

    /** Fails, and must be rolled back, when counters and reservations disagree or somebody else was faster. */
    Future<Effects> take(SqlConnection tx, List<OrderFact> facts) {
        if (facts.isEmpty()) {
            return Future.succeededFuture(Effects.NONE);
        }
        return read(tx, facts).compose(known -> {
            StockDecision decision = StockMachine.decide(known, facts);
            return Future.all(reservations.write(tx, decision), counters.update(tx, decision.flows()))
                    .map(written -> new Effects(decision.events(), () -> tell(facts.size(), known, decision)));
        });
    }

    private void tell(int facts, StockKnown known, StockDecision decision) {
        metrics.count(facts, decision);
        SortedSet<String> gone = SellOutDecision.of(known, decision);
        if (!gone.isEmpty()) {
            soldOut.accept(gone);
        }
    }

    /**
     * Brings reservations in line with what is said of their orders: see {@link StockReview}.
     *
     * @param dryRun decide, and write nothing
     */
    Future<StockDecision> review(SqlConnection tx, List<OrderFact> facts, boolean dryRun) {
        return read(tx, facts).compose(known -> {
            StockDecision decision = StockReview.decide(known, facts);
            return dryRun
                    ? Future.succeededFuture(decision)
                    : Future.all(reservations.write(tx, decision), counters.update(tx, decision.flows()))
                            .map(decision);
        });
    }

    private Future<StockKnown> read(SqlConnection tx, List<OrderFact> facts) {
        return reservations
                .find(tx, facts.stream().map(OrderFact::orderId).distinct().toList())
                .compose(known -> counters.lock(tx, known.movable(facts)).map(known::withCounters));
    }
}
