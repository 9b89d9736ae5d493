package dev.souk.catalog.imports;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.Bus;
import dev.souk.bus.BusyException;
import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.catalog.CatalogCache;
import dev.souk.catalog.CatalogCommandVerticle;
import dev.souk.catalog.CatalogQueryVerticle;
import dev.souk.catalog.imports.ImportReport.LineError;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.Product;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.OpenStock;
import dev.souk.stock.message.StockEndpoints.Opened;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Imports over a real HTTP connection into the real catalog; stock is a map behind its endpoint. */
class ProductImportTest {
    private static final Map<String, Long> STOCK = new ConcurrentHashMap<>();
    private static final AtomicInteger BUSY_ANSWERS = new AtomicInteger();
    private static TestDatabase database;
    private static Bus bus;
    private static Messaging messaging;

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create();
        bus = new Bus(database.vertx, Duration.ofSeconds(10));
        TopicAdmin.ensureTopics(database.settings.kafka());
        messaging = new Messaging(database.vertx, database.settings, "test", database.transactions, database.metrics);
        HotKeys hot = new HotKeys(database.settings, database.metrics);
        CatalogCache cache = new CatalogCache(
                database.vertx,
                database.settings,
                database.metrics,
                new Freshness(database.settings.catalog().cacheTtl()),
                hot);
        await(database.vertx.deployVerticle(
                new CatalogQueryVerticle(bus, database.transactions, database.metrics, cache, hot)));
        await(database.vertx.deployVerticle(
                new CatalogCommandVerticle(bus, messaging.facts(), cache, Clock.systemUTC())));
        await(bus.serve(StockEndpoints.OPEN, ProductImportTest::open));
    }

    @AfterAll
    static void close() {
        await(messaging.close());
        database.close();
    }

    private static Future<Opened> open(OpenStock asked) {
        if (BUSY_ANSWERS.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Future.failedFuture(new BusyException("no room"));
        }
        long opened = asked.openings().stream()
                .filter(opening -> STOCK.putIfAbsent(opening.sku(), opening.quantity()) == null)
                .count();
        return Future.succeededFuture(new Opened((int) opened, asked.openings().size() - (int) opened));
    }

    @Test
    void thousandsOfLinesAreStoredAndEveryBadOneIsReported() {
        Buffer body = Buffer.buffer("sku,name,price,currency,category,description,stock\n");
        for (int i = 0; i < 3_000; i++) {
            String price = i % 500 == 7 ? "free" : "2." + (10 + i % 90);
            body.appendString(
                    "csv-%04d,\"Mug, no. %d\",%s,GBP,kitchen,,%s%n".formatted(i, i, price, i % 3 == 0 ? 5 : ""));
        }

        ImportReport report = upload(ImportFormat.CSV, body, 4_096);

        assertThat(report.created()).isEqualTo(2_994);
        assertThat(report.stocked()).isEqualTo(998);
        assertThat(report.skipped()).isEqualTo(6);
        assertThat(report.errors()).extracting(LineError::line).containsExactly(9L, 509L, 1009L, 1509L, 2009L, 2509L);
        assertThat(report.errorsLeftOut()).isZero();
        assertThat(products("csv-0000", "csv-2999", "csv-0007"))
                .extracting(Product::name)
                .containsExactlyInAnyOrder("Mug, no. 0", "Mug, no. 2999");
        assertThat(STOCK).containsEntry("csv-0003", 5L).doesNotContainKey("csv-0001");

        ImportReport again = upload(ImportFormat.CSV, body, 100_000);
        assertThat(again)
                .extracting(ImportReport::created, ImportReport::updated, ImportReport::unchanged)
                .containsExactly(0L, 0L, 2_994L);
        assertThat(again.stocked()).isZero();
    }

    @Test
    void moreErrorsThanAReportHoldsAreCounted() {
        Buffer body = Buffer.buffer();
        IntStream.range(0, 1_500).forEach(i -> body.appendString("nonsense\n"));

        ImportReport report = upload(ImportFormat.NDJSON, body, 1_000);

        assertThat(report.skipped()).isEqualTo(1_500);
        assertThat(report.errors()).hasSize(1_000);
        assertThat(report.errorsLeftOut()).isEqualTo(500);
    }

    @Test
    void anEmptyImportIsAnEmptyReport() {
        assertThat(upload(ImportFormat.NDJSON, Buffer.buffer(), 1_000))
                .isEqualTo(new ImportReport(0, 0, 0, 0, 0, List.of(), 0, List.of()));
    }

    @Test
    void whoIsBusyIsAskedAgain() {
        BUSY_ANSWERS.set(2);

        ImportReport report = upload(ImportFormat.NDJSON, Buffer.buffer("""
                {"sku":"patient","name":"P","price":{"amount":1,"currency":"GBP"},"stock":3}
                """), 1_000);

        assertThat(report.stocked()).isEqualTo(1);
        assertThat(BUSY_ANSWERS).hasValue(0);
    }

    /** At most a chunk and a batch are in memory: the speed of storing holds back the sender. */
    @Test
    void theStreamIsReadNoFasterThanItIsStored() {
        SlowStream body = new SlowStream(database.vertx.getOrCreateContext(), 40);
        Promise<ImportReport> report = Promise.promise();
        database.vertx.runOnContext(start -> new ProductImport(database.vertx, bus)
                .run(body, ImportFormat.NDJSON, "m", null)
                .onComplete(report));

        assertThat(await(report.future()).created()).isEqualTo(40 * SlowStream.LINES);
        assertThat(body.mostUnasked()).isZero();
    }

    @Test
    void aBrokenStreamFailsTheImport() {
        Promise<ImportReport> report = Promise.promise();
        HttpServer server = await(database.vertx
                .createHttpServer()
                .requestHandler(request -> new ProductImport(database.vertx, bus)
                        .run(request, ImportFormat.NDJSON, "m", null)
                        .onComplete(report))
                .listen(0));
        HttpClientRequest request = await(
                database.vertx.createHttpClient().request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/"));
        await(request.setChunked(true).write("{\"sku\":"));
        await(request.connection().close());

        assertThatThrownBy(() -> await(report.future())).isNotNull();
        await(server.close());
    }

    private static ImportReport upload(ImportFormat format, Buffer body, int chunk) {
        Promise<ImportReport> report = Promise.promise();
        HttpServer server = await(database.vertx
                .createHttpServer()
                .requestHandler(request -> new ProductImport(database.vertx, bus)
                        .run(request, format, "merchant", null)
                        .onComplete(report)
                        .onComplete(done -> request.response().end()))
                .listen(0));
        HttpClientRequest request = await(
                database.vertx.createHttpClient().request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/"));
        request.setChunked(true);
        List<Future<?>> writes = new ArrayList<>();
        for (int from = 0; from < body.length(); from += chunk) {
            writes.add(request.write(body.getBuffer(from, Math.min(body.length(), from + chunk))));
        }
        writes.add(request.end());
        await(Future.all(writes));
        ImportReport result = await(report.future());
        await(server.close());
        return result;
    }

    private static List<Product> products(String... skus) {
        return await(bus.ask(CatalogEndpoints.PRODUCTS, new ProductsBySku(List.of(skus))))
                .products();
    }
}
