package dev.souk.stock;

import dev.souk.messaging.event.Effects;
import dev.souk.stock.domain.OrderFact;
import dev.souk.stock.domain.SellOutDecision;
import dev.souk.stock.domain.StockDecision;
import dev.souk.stock.domain.StockKnown;
import dev.souk.stock.domain.StockMachine;
import dev.souk.stock.domain.StockReview;
import dev.souk.stock.store.CountersRepository;
import dev.souk.stock.store.ReservationRepository;
import dev.souk.stock.store.ReservationRepository.Found;
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

    /** For facts that take no units: they cause no sell-out. */
    StockLedger(StockMetrics metrics) {
        this(metrics, nobody -> {});
    }

    /** @param soldOut is told, after the commit, which SKUs a batch has shown to be sold out; only if there are any */
    StockLedger(StockMetrics metrics, Consumer<SortedSet<String>> soldOut) {
        this.metrics = metrics;
        this.soldOut = soldOut;
    }

    /** Fails, and must be rolled back, when counters and reservations disagree or another transaction was faster. */
    Future<Effects> take(SqlConnection tx, List<OrderFact> facts) {
        return takeAhead(tx, facts).compose(Effects::whenWritten);
    }

    /** As {@link #take}, without waiting for the last statements: for callers that send others behind them. */
    Future<Effects> takeAhead(SqlConnection tx, List<OrderFact> facts) {
        if (facts.isEmpty()) {
            return Future.succeededFuture(Effects.NONE);
        }
        return read(tx, facts).map(found -> {
            StockDecision decision = StockMachine.decide(found.known(), facts);
            return new Effects(
                    decision.events(), () -> tell(facts.size(), found.known(), decision), write(tx, found, decision));
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
        return read(tx, facts).compose(found -> {
            StockDecision decision = StockReview.decide(found.known(), facts);
            return dryRun
                    ? Future.succeededFuture(decision)
                    : write(tx, found, decision).map(decision);
        });
    }

    private Future<?> write(SqlConnection tx, Found found, StockDecision decision) {
        return Future.all(reservations.write(tx, decision, found.rows()), counters.update(tx, decision.flows()));
    }

    private Future<Found> read(SqlConnection tx, List<OrderFact> facts) {
        return reservations
                .find(tx, facts.stream().map(OrderFact::orderId).distinct().toList())
                .compose(found -> counters.lock(tx, found.known().movable(facts))
                        .map(locked -> new Found(found.known().withCounters(locked), found.rows())));
    }
}
