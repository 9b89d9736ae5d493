package dev.souk.stock;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.Bus;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.Product;
import dev.souk.money.Money;
import dev.souk.stock.domain.OrderFact.Placed;
import dev.souk.stock.domain.Receipt;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.KeyReused;
import dev.souk.stock.message.StockEndpoints.Level;
import dev.souk.stock.message.StockEndpoints.LevelAnswer;
import dev.souk.stock.message.StockEndpoints.LevelOf;
import dev.souk.stock.message.StockEndpoints.OpenStock;
import dev.souk.stock.message.StockEndpoints.Opened;
import dev.souk.stock.message.StockEndpoints.Opening;
import dev.souk.stock.message.StockEndpoints.Receive;
import dev.souk.stock.message.StockEndpoints.ReceiveOutcome;
import dev.souk.stock.message.StockEndpoints.Received;
import dev.souk.stock.message.StockEndpoints.Skus;
import dev.souk.stock.message.StockEndpoints.TooFew;
import dev.souk.stock.message.StockEndpoints.UnknownSku;
import dev.souk.stock.store.ReceiptRepository.Kind;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Levels and receipts on a real database; the catalog answers that it has every SKU that begins with "new". */
class StockDeskTest {
    private static TestDatabase database;
    private static StockTables tables;
    private static Bus bus;

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create();
        tables = new StockTables(database);
        bus = new Bus(database.vertx, Duration.ofSeconds(10));
        await(bus.serve(
                CatalogEndpoints.PRODUCTS,
                ask -> Future.succeededFuture(new Products(ask.skus().stream()
                        .filter(sku -> sku.startsWith("new"))
                        .map(sku -> new Product(sku, sku, "", "things", new Money(1, "GBP"), 1, Instant.EPOCH))
                        .toList()))));
        await(database.vertx.deployVerticle(
                () -> new StockDeskVerticle(bus, database.transactions, database.settings, database.metrics),
                new io.vertx.core.DeploymentOptions()));
    }

    @AfterEach
    void check() {
        tables.check();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Receive receive(String key, String sku, long quantity) {
        return new Receive("mia", key, "hash of " + quantity, sku, quantity, null);
    }

    private static ReceiveOutcome ask(Receive receive) {
        return await(bus.ask(StockEndpoints.RECEIVE, receive));
    }

    private static Received received(Receive receive) {
        return (Received) ask(receive);
    }

    private static LevelAnswer level(String sku) {
        return await(bus.ask(StockEndpoints.LEVEL, new LevelOf(sku)));
    }

    private static Opened open(Opening... openings) {
        return await(bus.ask(StockEndpoints.OPEN, new OpenStock("mia", List.of(openings))));
    }

    @Test
    void aProductThatNeverReceivedAnythingHasNone() {
        assertThat(level("new-idle")).isEqualTo(new Level("new-idle", 0, 0, 0, 0));
        assertThat(level("nowhere")).isEqualTo(new UnknownSku("nowhere"));
        assertThat(ask(receive("a", "nowhere", 5))).isEqualTo(new UnknownSku("nowhere"));
        assertThat(ask(receive("a", "new-idle", -1))).isEqualTo(new TooFew("new-idle", 0));
        assertThat(tables.texts("SELECT sku FROM stock WHERE sku IN ('nowhere', 'new-idle')"))
                .isEmpty();
    }

    @Test
    void receiptsAddUpAndAreKept() {
        assertThat(received(receive("r1", "new-add", 100)).level()).isEqualTo(new Level("new-add", 100, 100, 0, 0));
        assertThat(received(receive("r2", "new-add", 5)).level()).isEqualTo(new Level("new-add", 105, 105, 0, 0));
        assertThat(received(receive("r3", "new-add", -25)).level()).isEqualTo(new Level("new-add", 80, 80, 0, 0));

        assertThat(level("new-add")).isEqualTo(new Level("new-add", 80, 80, 0, 0));
        assertThat(tables.receipts("new-add", Kind.RECEIPT)).isEqualTo(3);
        assertThat(tables.texts("SELECT DISTINCT principal FROM stock_receipt WHERE sku = 'new-add'"))
                .containsExactly("mia");
    }

    @Test
    void aNegativeReceiptTakesFromWhatIsAvailableOnly() {
        received(receive("n1", "new-held", 10));
        Placed order = new Placed(
                UUID.randomUUID(), Map.of("new-held", 4L), Instant.now().plusSeconds(60), null);
        await(database.transactions.run(
                "test", tx -> new StockLedger(new StockMetrics(database.metrics)).take(tx, List.of(order))));

        assertThat(ask(receive("n2", "new-held", -7))).isEqualTo(new TooFew("new-held", 6));
        assertThat(received(receive("n2", "new-held", -6)).level())
                .as("a refusal claims no key")
                .isEqualTo(new Level("new-held", 0, 4, 4, 0));
    }

    @Test
    void aReplayGivesTheFirstReceiptAndTheLevelAsItIsNow() {
        Received first = received(receive("again", "new-again", 10));
        received(receive("other", "new-again", 1));

        Received replay = received(receive("again", "new-again", 10));

        assertThat(replay).isEqualTo(new Received(first.receiptId(), new Level("new-again", 11, 11, 0, 0), true));
        assertThat(ask(receive("again", "new-again", 11))).isEqualTo(new KeyReused());
        assertThat(ask(receive("again", "new-elsewhere", 10))).isEqualTo(new KeyReused());
    }

    @Test
    void fiftyReceiptsWithOneKeyAreOne() {
        List<Future<ReceiveOutcome>> asked = IntStream.range(0, 50)
                .mapToObj(i -> bus.ask(StockEndpoints.RECEIVE, receive("fifty", "new-fifty", 7)))
                .toList();

        List<Received> answers =
                asked.stream().map(answer -> (Received) await(answer)).toList();

        assertThat(answers)
                .extracting(Received::receiptId)
                .containsOnly(answers.getFirst().receiptId());
        assertThat(answers).extracting(Received::level).containsOnly(new Level("new-fifty", 7, 7, 0, 0));
        assertThat(answers).filteredOn(answer -> !answer.replayed()).hasSize(1);
        assertThat(tables.receipts("new-fifty", Kind.RECEIPT)).isOne();
    }

    /** Two nodes, each with its own desk, meet on one SKU and on one key. */
    @Test
    void receiptsOfTwoNodesMeetInTheDatabase() {
        ReceiptLedger here = new ReceiptLedger(database.transactions);
        ReceiptLedger there = new ReceiptLedger(database.transactions);
        List<Future<List<ReceiveOutcome>>> asked = IntStream.range(0, 20)
                .mapToObj(i -> (i % 2 == 0 ? here : there)
                        .receive(List.of(
                                new Receipt(UUID.randomUUID(), receive("meet", "new-meet", 3), true),
                                new Receipt(UUID.randomUUID(), receive("meet-" + i, "new-meet", 1), true))))
                .toList();
        asked.forEach(TestDatabase::await);

        assertThat(level("new-meet")).isEqualTo(new Level("new-meet", 23, 23, 0, 0));
        assertThat(tables.receipts("new-meet", Kind.RECEIPT)).isEqualTo(21);
    }

    @Test
    void aReceiptWhoseCommitWasNotHeardOfIsNotAddedTwice() {
        ReceiptLedger ledger = new ReceiptLedger(database.transactions);
        Receipt receipt = new Receipt(UUID.randomUUID(), receive("lost", "new-lost", 9), true);
        await(ledger.receive(List.of(receipt)));

        assertThat(await(ledger.receive(List.of(receipt))))
                .containsExactly(new Received(receipt.id(), new Level("new-lost", 9, 9, 0, 0), true));
    }

    @Test
    void openingStockIsForSkusWithoutAny() {
        received(receive("o", "new-open-b", 3));

        assertThat(open(new Opening("new-open-a", 10), new Opening("new-open-b", 10), new Opening("new-open-a", 99)))
                .isEqualTo(new Opened(1, 2));
        assertThat(open(new Opening("new-open-a", 10), new Opening("new-open-c", 2)))
                .isEqualTo(new Opened(1, 1));

        assertThat(level("new-open-a")).isEqualTo(new Level("new-open-a", 10, 10, 0, 0));
        assertThat(level("new-open-b")).isEqualTo(new Level("new-open-b", 3, 3, 0, 0));
        assertThat(tables.receipts("new-open-a", Kind.OPENING)).isOne();
        assertThat(tables.receipts("new-open-b", Kind.OPENING)).isZero();
        assertThat(open()).isEqualTo(new Opened(0, 0));
    }

    @Test
    void openingsThatMeetOpenOnce() {
        Opening[] openings = IntStream.range(0, 50)
                .mapToObj(i -> new Opening("meet-" + i, 5))
                .toArray(Opening[]::new);
        List<Future<Opened>> asked = IntStream.range(0, 4)
                .mapToObj(i -> bus.ask(StockEndpoints.OPEN, new OpenStock("mia", List.of(openings))))
                .toList();

        assertThat(asked.stream().mapToInt(opened -> await(opened).opened()).sum())
                .isEqualTo(50);
        assertThat(level("meet-0")).isEqualTo(new Level("meet-0", 5, 5, 0, 0));
    }

    @Test
    void soldOutIsWhatHasNothingAvailableAtThisMoment() {
        received(receive("so-1", "new-so", 3));
        received(receive("so-2", "new-so-left", 3));
        Skus all = new Skus(List.of("new-so", "new-so-left", "new-so-never", "new-so"));
        assertThat(await(bus.ask(StockEndpoints.SOLD_OUT_OF, all)).skus()).containsExactly("new-so-never");

        received(receive("so-3", "new-so", -3));
        assertThat(await(bus.ask(StockEndpoints.SOLD_OUT_OF, all)).skus())
                .containsExactlyInAnyOrder("new-so", "new-so-never");

        received(receive("so-4", "new-so", 1));
        assertThat(await(bus.ask(StockEndpoints.SOLD_OUT_OF, all)).skus()).containsExactly("new-so-never");
        assertThat(await(bus.ask(StockEndpoints.SOLD_OUT_OF, new Skus(List.of())))
                        .skus())
                .isEmpty();
    }

    @Test
    void whatMakesNoSenseIsAFault() {
        assertThatThrownBy(() -> ask(receive("zero", "new-zero", 0))).hasMessageContaining("a receipt of 0");
        assertThatThrownBy(() -> open(new Opening("new-zero", 0))).hasMessageContaining("less than one");
        received(receive("max", "new-max", Long.MAX_VALUE));
        assertThatThrownBy(() -> ask(receive("more", "new-max", 1))).hasMessageContaining("overflow");
    }
}
