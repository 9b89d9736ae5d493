package dev.souk.catalog;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.Bus;
import dev.souk.bus.BusEndpoint;
import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.DeleteOutcome;
import dev.souk.catalog.message.CatalogEndpoints.DeleteProduct;
import dev.souk.catalog.message.CatalogEndpoints.Deleted;
import dev.souk.catalog.message.CatalogEndpoints.ImportProducts;
import dev.souk.catalog.message.CatalogEndpoints.Imported;
import dev.souk.catalog.message.CatalogEndpoints.ImportedProduct;
import dev.souk.catalog.message.CatalogEndpoints.NoSuchProduct;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.CatalogEndpoints.ProductsChanged;
import dev.souk.catalog.message.CatalogEndpoints.PutOutcome;
import dev.souk.catalog.message.CatalogEndpoints.PutProduct;
import dev.souk.catalog.message.CatalogEndpoints.Stored;
import dev.souk.catalog.message.CatalogEndpoints.VersionMismatch;
import dev.souk.catalog.message.CatalogEvents;
import dev.souk.catalog.message.CatalogEvents.ProductDeleted;
import dev.souk.catalog.message.Product;
import dev.souk.catalog.message.ProductContent;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.money.Money;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The catalog as its askers see it, on a real database and broker. */
class CatalogFeatureTest {
    private static TestDatabase database;
    private static Bus bus;
    private static Messaging messaging;

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create(Map.of("catalog.cache-ttl", "10m"));
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
    }

    @AfterAll
    static void close() {
        await(messaging.close());
        database.close();
    }

    @Test
    void whatWasPutIsForSaleAtOnceAlthoughItWasRemembered() {
        Product first = stored(put("at-once", "Mug", 255, null));
        assertThat(products("at-once")).containsExactly(first);

        Product second = stored(put("at-once", "Mug", 300, null));

        assertThat(second.version()).isEqualTo(2);
        assertThat(products("at-once")).containsExactly(second);
    }

    @Test
    void whatWasDeletedIsNotForSaleAndComesBackAboveItsVersions() {
        put("gone", "Mug", 255, null);
        assertThat(products("gone")).hasSize(1);

        assertThat(delete("gone", null)).isEqualTo(new Deleted());
        assertThat(products("gone")).isEmpty();
        assertThat(delete("gone", null)).isEqualTo(new NoSuchProduct("gone"));

        assertThat(stored(put("gone", "Mug", 255, 0L)).version()).isEqualTo(3);
    }

    @Test
    void skusDifferByCaseAndUnknownOnesAreLeftOut() {
        put("85123A", "Holder", 255, null);
        put("85123a", "Holder, small", 100, null);

        assertThat(products("85123a", "85123A", "85123b", "85123a"))
                .extracting(Product::name)
                .containsExactlyInAnyOrder("Holder", "Holder, small");
    }

    @Test
    void ofManyWritersWithOneVersionOneWins() {
        put("contended", "Mug", 100, null);

        List<Future<PutOutcome>> writers = IntStream.range(0, 20)
                .mapToObj(i -> ask(CatalogEndpoints.PUT, put(product("contended", "Mug " + i, i), 1L)))
                .toList();
        List<PutOutcome> outcomes = writers.stream().map(TestDatabase::await).toList();

        assertThat(outcomes).filteredOn(Stored.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(new VersionMismatch(2)::equals).hasSize(19);
    }

    @Test
    void everyChangeIsAFactInTheOutboxUnderItsVersion() {
        put("fact", "Mug", 255, null);
        put("fact", "Mug", 255, 1L);
        put("fact", "Mug", 255, 1L);
        delete("fact", null);

        List<EventEnvelope> events = events("fact");

        assertThat(events)
                .extracting(event -> event.type() + " " + event.seq())
                .containsExactlyInAnyOrder("catalog.changed 1", "catalog.changed 2", "catalog.deleted 3");
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(event.id()).isEqualTo(NewEvent.idOf(event.type(), "fact", event.seq())));
        assertThat(events)
                .filteredOn(event -> event.is(CatalogEvents.DELETED))
                .extracting(event -> event.dataOf(CatalogEvents.DELETED))
                .containsExactly(new ProductDeleted("fact", 3));
        assertThat(events)
                .filteredOn(event -> event.seq() == 2)
                .extracting(event -> event.dataOf(CatalogEvents.CHANGED).price())
                .containsExactly(new Money(255, "GBP"));
        Awaitility.await().untilAsserted(() -> assertThat(unpublished("fact")).isZero());
    }

    @Test
    void anUnchangedImportKeepsVersionsAndStatesNothing() {
        List<ImportedProduct> lines = Stream.of("im-1", "im-2", "im-3")
                .map(sku -> product(sku, sku, 100))
                .toList();

        assertThat(importAll(lines)).isEqualTo(new Imported(3, 0, 0));
        assertThat(importAll(lines)).isEqualTo(new Imported(0, 0, 3));
        assertThat(events("im-1")).hasSize(1);
        assertThat(importAll(List.of(lines.get(0), product("im-2", "im-2", 101))))
                .isEqualTo(new Imported(0, 1, 1));
        assertThat(products("im-1", "im-2", "im-3"))
                .extracting(Product::version)
                .containsExactlyInAnyOrder(1L, 2L, 1L);
    }

    @Test
    void importsOfTheSameSkusInAnyOrderDoNotStandInEachOthersWay() {
        List<Future<Imported>> imports = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            List<ImportedProduct> lines = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                lines.add(product("race-" + i, "Name " + round, 100 + round));
            }
            Collections.shuffle(lines, new Random(round));
            imports.add(ask(CatalogEndpoints.IMPORT, new ImportProducts(lines, null)));
        }
        int changes = imports.stream()
                .map(TestDatabase::await)
                .mapToInt(imported -> imported.created() + imported.updated())
                .sum();

        assertThat(changes).isEqualTo(12 * 60);
        List<Product> after =
                products(IntStream.range(0, 60).mapToObj(i -> "race-" + i).toArray(String[]::new));
        assertThat(after)
                .hasSize(60)
                .allSatisfy(product -> assertThat(product.version()).isEqualTo(12));
        assertThat(after)
                .extracting(Product::name)
                .containsOnly(after.getFirst().name());
    }

    @Test
    void anImportWithAProductBeyondTheLimitsIsRefusedWhole() {
        ImportProducts bad = new ImportProducts(List.of(product("fine", "Fine", 1), product("b/d", "Bad", 1)), null);

        assertThatThrownBy(() -> await(bus.ask(CatalogEndpoints.IMPORT, bad))).hasMessageContaining("b/d");
        assertThat(products("fine")).isEmpty();
    }

    @Test
    void aHintOfAnotherNodeMakesThisOneReadAgain() {
        put("hinted", "Mug", 100, null);
        assertThat(products("hinted")).extracting(Product::name).containsExactly("Mug");
        await(database.pool
                .preparedQuery("UPDATE product SET name = 'Cup', version = 2 WHERE sku = $1")
                .execute(Tuple.of("hinted")));
        assertThat(products("hinted")).extracting(Product::name).containsExactly("Mug");

        bus.hint(CatalogEndpoints.CHANGED, new ProductsChanged(List.of("hinted")));

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(products("hinted")).extracting(Product::name).containsExactly("Cup"));
    }

    private static PutOutcome put(String sku, String name, long price, @Nullable Long ifMatch) {
        return await(ask(CatalogEndpoints.PUT, put(product(sku, name, price), ifMatch)));
    }

    private static PutProduct put(ImportedProduct product, @Nullable Long ifMatch) {
        return new PutProduct(product.sku(), product.content(), ifMatch, null);
    }

    private static DeleteOutcome delete(String sku, @Nullable Long ifMatch) {
        return await(ask(CatalogEndpoints.DELETE, new DeleteProduct(sku, ifMatch, null)));
    }

    private static Imported importAll(List<ImportedProduct> products) {
        return await(ask(CatalogEndpoints.IMPORT, new ImportProducts(products, null)));
    }

    private static List<Product> products(String... skus) {
        return await(ask(CatalogEndpoints.PRODUCTS, new ProductsBySku(List.of(skus))))
                .products();
    }

    private static <Q, R> Future<R> ask(BusEndpoint<Q, R> endpoint, Q question) {
        return bus.ask(endpoint, question);
    }

    private static Product stored(PutOutcome outcome) {
        return ((Stored) outcome).product();
    }

    private static ImportedProduct product(String sku, String name, long price) {
        return new ImportedProduct(sku, new ProductContent(name, "", "things", new Money(price, "GBP")));
    }

    private static List<EventEnvelope> events(String sku) {
        List<EventEnvelope> events = new ArrayList<>();
        for (Row row : await(database.pool
                .preparedQuery("SELECT payload FROM outbox WHERE key = $1 AND topic = 'souk.catalog'")
                .execute(Tuple.of(sku)))) {
            events.add(EventEnvelope.read(row.getString(0).getBytes(StandardCharsets.UTF_8)));
        }
        return events;
    }

    private static long unpublished(String sku) {
        return await(database.pool
                        .preparedQuery(
                                "SELECT count(*) FROM outbox o JOIN outbox_pending p ON o.id = ANY (p.events) WHERE o.key = $1")
                        .execute(Tuple.of(sku)))
                .iterator()
                .next()
                .getLong(0);
    }
}
