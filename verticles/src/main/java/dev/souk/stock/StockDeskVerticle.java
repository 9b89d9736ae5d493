package dev.souk.stock;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.Bus;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlState;
import dev.souk.sql.TransactionRunner;
import dev.souk.stock.domain.Counters;
import dev.souk.stock.domain.Receipt;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.Level;
import dev.souk.stock.message.StockEndpoints.LevelAnswer;
import dev.souk.stock.message.StockEndpoints.LevelOf;
import dev.souk.stock.message.StockEndpoints.OpenStock;
import dev.souk.stock.message.StockEndpoints.Opened;
import dev.souk.stock.message.StockEndpoints.Receive;
import dev.souk.stock.message.StockEndpoints.ReceiveOutcome;
import dev.souk.stock.message.StockEndpoints.Skus;
import dev.souk.stock.message.StockEndpoints.SoldOut;
import dev.souk.stock.store.CountersRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Answers questions about the stock of SKUs, and takes in receipts. Both travel in batches: a thousand questions about
 * one SKU cost one read at a time, and receipts that meet commit together.
 */
public final class StockDeskVerticle extends VerticleBase {
    private static final BatcherOptions READS = new BatcherOptions(500, Duration.ofMillis(1), 10_000, 2);
    private static final BatcherOptions RECEIPTS = new BatcherOptions(200, Duration.ofMillis(1), 2_000, 1);

    private final Bus bus;
    private final TransactionRunner transactions;
    private final Settings settings;
    private final MeterRegistry metrics;
    private final CountersRepository counters = new CountersRepository();
    private final ReceiptLedger ledger;
    private Batcher<String, Optional<Counters>> reads;
    private Batcher<Receipt, ReceiveOutcome> receipts;
    private LevelCache levels;

    @SuppressWarnings("NullAway.Init") // batchers and cache live on the context that start() runs on
    public StockDeskVerticle(Bus bus, TransactionRunner transactions, Settings settings, MeterRegistry metrics) {
        this.bus = bus;
        this.transactions = transactions;
        this.settings = settings;
        this.metrics = metrics;
        this.ledger = new ReceiptLedger(transactions);
    }

    @Override
    public Future<?> start() {
        reads = new Batcher<>(
                vertx, metrics, "stock-levels", READS, sku -> 1, sku -> sku, failure -> false, this::read);
        receipts = new Batcher<>(
                vertx,
                metrics,
                "stock-receipts",
                RECEIPTS,
                receipt -> 1,
                Receipt::id,
                StockDeskVerticle::isOfContent,
                ledger::receive);
        levels = new LevelCache(vertx, settings, metrics);
        levels.open();
        return Future.all(
                bus.serve(StockEndpoints.LEVEL, this::level),
                bus.serve(StockEndpoints.SOLD_OUT_OF, this::soldOut),
                bus.serve(StockEndpoints.RECEIVE, this::receive),
                bus.serve(StockEndpoints.OPEN, this::open));
    }

    private static boolean isOfContent(Throwable failure) {
        return failure instanceof ArithmeticException || SqlState.of(failure) == SqlState.CONTENT;
    }

    private Future<List<Optional<Counters>>> read(List<String> skus) {
        return transactions
                .read("stock-levels", client -> counters.find(client, skus))
                .map(found -> inOrder(skus, found));
    }

    private static List<Optional<Counters>> inOrder(List<String> skus, Map<String, Counters> found) {
        return skus.stream().map(sku -> Optional.ofNullable(found.get(sku))).toList();
    }

    private Future<LevelAnswer> level(LevelOf ask) {
        return levels.get(ask, () -> known(ask.sku()));
    }

    /** @return none of a SKU that neither was received nor is for sale */
    private Future<Optional<Level>> known(String sku) {
        return reads.submit(sku)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(Optional.of(found.get().level(sku)))
                        : isCatalogued(sku).map(yes -> yes ? Optional.of(Counters.NONE.level(sku)) : Optional.empty()));
    }

    /** A SKU that was never received is as sold out as one whose units are all sold. */
    private Future<SoldOut> soldOut(Skus ask) {
        Map<String, Future<Optional<Counters>>> asked = new LinkedHashMap<>();
        ask.skus().forEach(sku -> asked.computeIfAbsent(sku, reads::submit));
        return Future.all(List.copyOf(asked.values()))
                .map(all -> new SoldOut(asked.entrySet().stream()
                        .filter(level -> level.getValue()
                                .result()
                                .map(Counters::available)
                                .orElse(0L)
                                .equals(0L))
                        .map(Map.Entry::getKey)
                        .toList()));
    }

    private Future<Boolean> isCatalogued(String sku) {
        return bus.askAgain(CatalogEndpoints.PRODUCTS, new ProductsBySku(List.of(sku)))
                .map(answer -> !answer.products().isEmpty());
    }

    private Future<ReceiveOutcome> receive(Receive ask) {
        if (ask.quantity() == 0 || ask.quantity() == Long.MIN_VALUE) {
            throw new IllegalArgumentException("a receipt of " + ask.quantity());
        }
        return reads.submit(ask.sku())
                .compose(found -> found.isPresent() ? Future.succeededFuture(false) : isCatalogued(ask.sku()))
                .compose(catalogued -> receipts.submit(new Receipt(UUID.randomUUID(), ask, catalogued)));
    }

    private Future<Opened> open(OpenStock ask) {
        if (ask.openings().stream().anyMatch(opening -> opening.quantity() < 1)) {
            throw new IllegalArgumentException("an opening of less than one unit");
        }
        return ledger.open(ask);
    }

    @Override
    public Future<?> stop() {
        levels.close();
        return Future.succeededFuture();
    }
}
