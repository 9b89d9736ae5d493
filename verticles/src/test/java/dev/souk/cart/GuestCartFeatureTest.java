package dev.souk.cart;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.CartFound;
import dev.souk.cart.message.CartEndpoints.Checkout;
import dev.souk.cart.message.CartEndpoints.GetCart;
import dev.souk.cart.message.CartEndpoints.MergeCart;
import dev.souk.cart.message.CartEndpoints.Merged;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.cart.message.CartEndpoints.NoSuchLine;
import dev.souk.cart.message.CartEndpoints.OpenCart;
import dev.souk.cart.message.CartEndpoints.SetLine;
import dev.souk.cart.message.CartEndpoints.SetLineOutcome;
import dev.souk.cart.message.CartEndpoints.UnknownProduct;
import dev.souk.cart.message.CartEndpoints.VersionMismatch;
import dev.souk.cart.message.CartView;
import dev.souk.catalog.CatalogCache;
import dev.souk.catalog.CatalogCommandVerticle;
import dev.souk.catalog.CatalogQueryVerticle;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ImportProducts;
import dev.souk.catalog.message.CatalogEndpoints.ImportedProduct;
import dev.souk.catalog.message.ProductContent;
import dev.souk.messaging.Messaging;
import dev.souk.money.Money;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A guest's cart from its id alone to its first line, on a real database and catalog. */
class GuestCartFeatureTest {
    private static TestDatabase database;
    private static Bus bus;
    private static Messaging messaging;

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create(Map.of());
        bus = new Bus(database.vertx, Duration.ofSeconds(30));
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
        await(database.vertx.deployVerticle(
                new CartQueriesVerticle(bus, database.transactions, database.settings.cart(), InstantSource.system())));
        await(database.vertx.deployVerticle(new CartCommandsVerticle(
                bus,
                database.transactions,
                database.settings.cart(),
                database.settings.order(),
                UUID::randomUUID,
                InstantSource.system())));
        List<ImportedProduct> products = IntStream.range(0, 10)
                .mapToObj(i -> product("p" + i, 100 + i, "GBP"))
                .toList();
        await(bus.ask(CatalogEndpoints.IMPORT, new ImportProducts(products, null)));
    }

    @AfterAll
    static void close() {
        await(messaging.close());
        database.close();
    }

    private static long rows(UUID id) {
        return await(database.pool
                        .preparedQuery("SELECT count(*) FROM cart WHERE id = $1")
                        .execute(Tuple.of(id)))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void aGuestsCartHasNoRowBeforeItsFirstLine() {
        CartView opened = open(null);

        assertThat(opened).isEqualTo(new CartView(opened.id(), 1, List.of(), null));
        assertThat(get(opened.id(), null)).isEqualTo(new CartFound(opened));
        assertThat(get(opened.id(), "anybody")).isEqualTo(new CartFound(opened));
        assertThat(await(bus.ask(CartEndpoints.CHECKOUT, new GetCart(opened.id(), "anybody"))))
                .isEqualTo(new Checkout(opened.id(), 1, List.of()));
        assertThat(set(opened.id(), null, "p1", 0, null)).isEqualTo(new NoSuchLine("p1"));
        assertThat(set(opened.id(), null, "no such", 1, null)).isEqualTo(new UnknownProduct("no such"));
        assertThat(set(opened.id(), null, "p1", 1, 2L)).isEqualTo(new VersionMismatch(1));
        assertThat(merge(opened.id(), "with-nothing").changes()).isEmpty();
        assertThat(rows(opened.id())).isZero();

        CartView filled = found(set(opened.id(), null, "p1", 1, 1L));

        assertThat(filled.version()).isEqualTo(2);
        assertThat(rows(opened.id())).isEqualTo(1);
        assertThat(get(opened.id(), null)).isEqualTo(new CartFound(filled));
        assertThat(found(set(opened.id(), null, "p1", 0, null)).lines()).isEmpty();
        assertThat(rows(opened.id())).as("its versions go on").isEqualTo(1);
    }

    @Test
    void manyFirstLinesAtOnceAreAllInTheCart() {
        UUID id = open(null).id();

        List<SetLineOutcome> set = all(
                IntStream.range(0, 10).mapToObj(i -> ask(id, "p" + i, 1, null)).toList());

        assertThat(set).hasOnlyElementsOfType(CartFound.class);
        CartView cart = ((CartFound) get(id, null)).cart();
        assertThat(cart.lines()).hasSize(10);
        assertThat(cart.version()).isEqualTo(11);
    }

    @Test
    void anIdThatIsTooOldOrOfTheFutureOrOfAnotherShapeIsNoCart() {
        for (UUID id : List.of(given(Duration.ofDays(31)), given(Duration.ofDays(-1)), UUID.randomUUID())) {
            assertThat(get(id, null)).as(id.toString()).isEqualTo(new NoSuchCart());
            assertThat(set(id, null, "p1", 1, null)).isEqualTo(new NoSuchCart());
            assertThat(await(bus.ask(CartEndpoints.MERGE, new MergeCart(id, "one-cart"))))
                    .isEqualTo(new NoSuchCart());
        }
        assertThat(get(given(Duration.ofDays(29)), null)).isInstanceOf(CartFound.class);
    }

    /** @return id of a guest's cart that was opened so long ago */
    private static UUID given(Duration ago) {
        Instant then = Instant.now().minus(ago);
        return new GuestCarts(UUID::randomUUID, () -> then, Duration.ofDays(30))
                .open()
                .id();
    }

    private static CartView open(@Nullable String customer) {
        return await(bus.ask(CartEndpoints.OPEN, new OpenCart(customer))).cart();
    }

    private static CartEndpoints.CartAnswer get(UUID id, @Nullable String customer) {
        return await(bus.ask(CartEndpoints.GET, new GetCart(id, customer)));
    }

    private static SetLineOutcome set(
            UUID id, @Nullable String customer, String sku, long quantity, @Nullable Long ifMatch) {
        return await(bus.ask(CartEndpoints.SET_LINE, new SetLine(id, customer, sku, quantity, ifMatch)));
    }

    private static Future<SetLineOutcome> ask(UUID id, String sku, long quantity, @Nullable Long ifMatch) {
        return bus.ask(CartEndpoints.SET_LINE, new SetLine(id, null, sku, quantity, ifMatch));
    }

    private static List<SetLineOutcome> all(List<Future<SetLineOutcome>> asked) {
        return asked.stream().map(TestDatabase::await).toList();
    }

    private static CartView found(SetLineOutcome outcome) {
        return ((CartFound) outcome).cart();
    }

    private static Merged merge(UUID guest, String customer) {
        return (Merged) await(bus.ask(CartEndpoints.MERGE, new MergeCart(guest, customer)));
    }

    private static ImportedProduct product(String sku, long price, String currency) {
        return new ImportedProduct(sku, new ProductContent("The " + sku, "", "things", new Money(price, currency)));
    }
}
