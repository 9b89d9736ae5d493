package dev.souk.stock;

import dev.souk.idempotency.ClaimOutcome;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.CrashPoint;
import dev.souk.sql.LostRaceException;
import dev.souk.sql.TransactionRunner;
import dev.souk.stock.domain.Counters;
import dev.souk.stock.domain.Receipt;
import dev.souk.stock.domain.ReceiptDecision;
import dev.souk.stock.domain.ReceiptMachine;
import dev.souk.stock.message.StockEndpoints.OpenStock;
import dev.souk.stock.message.StockEndpoints.Opened;
import dev.souk.stock.message.StockEndpoints.Opening;
import dev.souk.stock.message.StockEndpoints.ReceiveOutcome;
import dev.souk.stock.store.CountersRepository;
import dev.souk.stock.store.ReceiptRepository;
import dev.souk.stock.store.ReceiptRepository.Kind;
import dev.souk.stock.store.ReceiptRepository.Row;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes receipts into stock, with their claims, in transactions of their own. */
final class ReceiptLedger {
    private static final String RECEIVE = "stock-receipts";

    private final TransactionRunner transactions;
    private final ClaimRepository claims = new ClaimRepository();
    private final CountersRepository counters = new CountersRepository();
    private final ReceiptRepository receipts = new ReceiptRepository();

    ReceiptLedger(TransactionRunner transactions) {
        this.transactions = transactions;
    }

    /** @return an outcome for each receipt, in their order */
    Future<List<ReceiveOutcome>> receive(List<Receipt> batch) {
        return transactions
                .run(
                        RECEIVE,
                        tx -> receive(tx, batch).onSuccess(written -> CrashPoint.reach(RECEIVE + ".before-commit")))
                .onSuccess(durable -> CrashPoint.reach(RECEIVE + ".after-commit"));
    }

    /** Looks for the claims, and claims only receipts that have an effect: a refused receipt leaves no trace. */
    private Future<List<ReceiveOutcome>> receive(SqlConnection tx, List<Receipt> batch) {
        TreeMap<String, Boolean> skus = new TreeMap<>();
        batch.forEach(receipt -> skus.put(receipt.sku(), true));
        Future<List<ClaimOutcome>> claimed =
                claims.peek(tx, batch.stream().map(Receipt::claim).toList());
        Future<Map<String, Counters>> locked = counters.lock(tx, skus.navigableKeySet());
        return Future.all(claimed, locked).compose(read -> {
            ReceiptDecision decision = ReceiptMachine.decide(batch, claimed.result(), locked.result());
            return write(tx, decision).map(decision.outcomes());
        });
    }

    private Future<Void> write(SqlConnection tx, ReceiptDecision decision) {
        if (decision.accepted().isEmpty()) {
            return Future.succeededFuture();
        }
        List<Row> rows = decision.accepted().stream()
                .map(receipt -> new Row(
                        receipt.id(),
                        receipt.sku(),
                        receipt.ask().quantity(),
                        Kind.RECEIPT,
                        receipt.ask().principal()))
                .toList();
        return Future.all(
                        claim(tx, decision.accepted()),
                        receipts.insert(tx, rows),
                        counters.update(tx, decision.flows()),
                        first(tx, decision))
                .mapEmpty();
    }

    private Future<Void> claim(SqlConnection tx, List<Receipt> accepted) {
        return claims.claim(tx, accepted.stream().map(Receipt::claim).toList())
                .compose(outcomes -> outcomes.stream().allMatch(ClaimOutcome.Fresh.class::isInstance)
                        ? Future.succeededFuture()
                        : Future.failedFuture(new LostRaceException("a key was claimed meanwhile")));
    }

    private Future<Void> first(SqlConnection tx, ReceiptDecision decision) {
        return counters.insert(tx, decision.first())
                .compose(inserted -> inserted.size() == decision.first().size()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new LostRaceException("a SKU was received meanwhile")));
    }

    /** A SKU that has counters had a receipt: it stays as it is. Of a SKU that is named twice the first one counts. */
    Future<Opened> open(OpenStock ask) {
        TreeMap<String, Opening> openings = new TreeMap<>();
        ask.openings().forEach(opening -> openings.putIfAbsent(opening.sku(), opening));
        List<Row> rows = openings.values().stream()
                .map(opening ->
                        new Row(UUID.randomUUID(), opening.sku(), opening.quantity(), Kind.OPENING, ask.principal()))
                .toList();
        return transactions
                .run("stock-opening", tx -> open(tx, rows))
                .map(opened -> new Opened(opened, ask.openings().size() - opened));
    }

    private Future<Integer> open(SqlConnection tx, List<Row> rows) {
        TreeMap<String, Long> first =
                rows.stream().collect(Collectors.toMap(Row::sku, Row::quantity, Math::addExact, TreeMap::new));
        return counters.insert(tx, first)
                .compose(inserted -> receipts.insert(tx, ofSkus(inserted, rows))
                        // After a commit whose answer was lost this run inserts nothing, but the receipts are there.
                        .compose(written ->
                                receipts.count(tx, rows.stream().map(Row::id).toList())));
    }

    private static List<Row> ofSkus(Set<String> skus, List<Row> rows) {
        return rows.stream().filter(row -> skus.contains(row.sku())).toList();
    }
}
