package dev.souk.stock;

import dev.souk.bus.Bus;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.repair.RepairAnswer;
import dev.souk.repair.RepairQuestion;
import dev.souk.sql.TransactionRunner;
import dev.souk.stock.domain.OrderFact;
import dev.souk.stock.domain.StockRecount;
import dev.souk.stock.domain.StockReview;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.store.RecountRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers the audit's repair questions about stock. Rows are locked, read and counted again in the transaction that
 * changes them; a counter that cannot be made right, or a race that was lost, changes nothing.
 */
public final class StockRepairVerticle extends VerticleBase {
    private final Bus bus;
    private final TransactionRunner transactions;
    private final StockLedger ledger;
    private final RecountRepository tallies = new RecountRepository();

    public StockRepairVerticle(Bus bus, TransactionRunner transactions, MeterRegistry metrics) {
        this.bus = bus;
        this.transactions = transactions;
        this.ledger = new StockLedger(new StockMetrics(metrics));
    }

    @Override
    public Future<?> start() {
        return Future.join(
                bus.serve(StockEndpoints.REVIEW, this::review), bus.serve(StockEndpoints.RECOUNT, this::recount));
    }

    private Future<RepairAnswer> review(RepairQuestion question) {
        return bus.askAgain(OrderEndpoints.STATUSES, new OrderIds(question.uuids()))
                .map(answer -> answer.statuses().entrySet().stream()
                        .map(order -> OrderFact.of(order.getKey(), order.getValue()))
                        .flatMap(Optional::stream)
                        .toList())
                .compose(facts -> transactions.run("stock-review", tx -> ledger.review(tx, facts, question.dryRun())))
                .map(decision -> RepairAnswer.of(StockReview.done(decision)));
    }

    /** A dry run reads one snapshot, and locks no rows while all reservations are counted. */
    private Future<RepairAnswer> recount(RepairQuestion question) {
        Set<String> skus = new TreeSet<>(question.ids());
        return question.dryRun()
                ? transactions
                        .read("stock-recount-plan", client -> tallies.count(client, skus))
                        .map(StockRecount::answer)
                : transactions.run("stock-recount", tx -> recount(tx, skus));
    }

    private Future<RepairAnswer> recount(SqlConnection tx, Set<String> skus) {
        return tallies.countLocked(tx, skus)
                .compose(counted -> tallies.correct(
                                tx,
                                counted.stream()
                                        .filter(StockRecount::isCorrectable)
                                        .toList())
                        .map(done -> StockRecount.answer(counted)));
    }
}
