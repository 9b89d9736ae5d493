package dev.souk.cart;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.CartFound;
import dev.souk.cart.message.CartEndpoints.CartOpened;
import dev.souk.cart.message.CartEndpoints.Checkout;
import dev.souk.cart.message.CartEndpoints.GetCart;
import dev.souk.cart.message.CartEndpoints.Item;
import dev.souk.cart.message.CartEndpoints.MergeCart;
import dev.souk.cart.message.CartEndpoints.MergeChange;
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
import dev.souk.catalog.message.CatalogEndpoints.DeleteProduct;
import dev.souk.catalog.message.CatalogEndpoints.ImportProducts;
import dev.souk.catalog.message.CatalogEndpoints.ImportedProduct;
import dev.souk.catalog.message.CatalogEndpoints.PutProduct;
import dev.souk.catalog.message.ProductContent;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.money.Money;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.OrderConfirmed;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Carts as their owners see them, on a real database, broker and catalog. */
class CartFeatureTest {
    private static TestDatabase database;
    private static Bus bus;
    private static Messaging messaging;

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create(Map.of("cart.sweep-every", "50ms", "order.max-lines", "10"));
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
        await(database.vertx.deployVerticle(
                new CartQueriesVerticle(bus, database.transactions, database.settings.cart(), InstantSource.system())));
        await(database.vertx.deployVerticle(new CartCommandsVerticle(
                bus,
                database.transactions,
                database.settings.cart(),
                database.settings.order(),
                UUID::randomUUID,
                InstantSource.system())));
        await(database.vertx.deployVerticle(new CartEventsVerticle(messaging)));
        await(database.vertx.deployVerticle(
                new CartExpiryVerticle(messaging, database.settings.cart(), database.metrics)));
        await(bus.ask(
                CatalogEndpoints.IMPORT,
                new ImportProducts(
                        IntStream.range(0, 20)
                                .mapToObj(i -> product("p" + i, 100 + i, "GBP"))
                                .toList(),
                        null)));
        await(bus.ask(CatalogEndpoints.IMPORT, new ImportProducts(List.of(product("euro", 7, "EUR")), null)));
    }

    @AfterAll
    static void close() {
        await(Future.all(database.vertx.deploymentIDs().stream()
                .map(database.vertx::undeploy)
                .toList()));
        await(messaging.close());
        database.close();
    }

    @Test
    void aCartShowsNamesPricesAndTheTotalOfTheCatalog() {
        CartView empty = open(null);
        assertThat(empty.lines()).isEmpty();
        assertThat(empty.total()).isNull();

        found(set(empty.id(), null, "p2", 3, empty.version()));
        CartView cart = found(set(empty.id(), null, "p1", 1, null));

        assertThat(cart.version()).isEqualTo(empty.version() + 2);
        assertThat(cart.lines())
                .containsExactly(
                        new CartView.Line("p2", "The p2", 3, new Money(102, "GBP"), new Money(306, "GBP")),
                        new CartView.Line("p1", "The p1", 1, new Money(101, "GBP"), new Money(101, "GBP")));
        assertThat(cart.total()).isEqualTo(new Money(407, "GBP"));
        assertThat(get(cart.id(), null)).isEqualTo(new CartFound(cart));
        assertThat(await(bus.ask(CartEndpoints.CHECKOUT, new GetCart(cart.id(), null))))
                .isEqualTo(new Checkout(cart.id(), cart.version(), List.of(new Item("p2", 3), new Item("p1", 1))));
    }

    @Test
    void linesOfTwoCurrenciesHaveNoTotal() {
        UUID id = open(null).id();
        set(id, null, "p1", 1, null);
        assertThat(found(set(id, null, "euro", 1, null)).total()).isNull();
        assertThat(found(set(id, null, "p1", 0, null)).total()).isEqualTo(new Money(7, "EUR"));
    }

    @Test
    void aCustomerHasOneCartHoweverOftenItIsOpened() {
        List<Future<CartOpened>> opened = IntStream.range(0, 20)
                .mapToObj(i -> bus.ask(CartEndpoints.OPEN, new OpenCart("one-cart")))
                .toList();

        assertThat(opened.stream()
                        .map(TestDatabase::await)
                        .map(answer -> answer.cart().id()))
                .hasSize(20)
                .containsOnly(open("one-cart").id());
        assertThat(open(null).id()).isNotEqualTo(open(null).id());
    }

    @Test
    void aCustomersCartIsNobodyElses() {
        UUID id = open("owner").id();

        assertThat(get(id, null)).isEqualTo(new NoSuchCart());
        assertThat(get(id, "thief")).isEqualTo(new NoSuchCart());
        assertThat(set(id, "thief", "p1", 1, null)).isEqualTo(new NoSuchCart());
        assertThat(await(bus.ask(CartEndpoints.CHECKOUT, new GetCart(id, "thief"))))
                .isEqualTo(new NoSuchCart());
        assertThat(await(bus.ask(CartEndpoints.MERGE, new MergeCart(id, "thief"))))
                .isEqualTo(new NoSuchCart());
        assertThat(get(UUID.randomUUID(), "owner")).isEqualTo(new NoSuchCart());
        assertThat(get(id, "owner")).isInstanceOf(CartFound.class);
    }

    @Test
    void ofManyWritersWithOneVersionOneWinsAndNoneIsLostWithoutOne() {
        CartView cart = open(null);
        List<SetLineOutcome> guarded = all(IntStream.range(0, 10)
                .mapToObj(i -> ask(cart.id(), "p" + i, 1, cart.version()))
                .toList());
        assertThat(guarded).filteredOn(CartFound.class::isInstance).hasSize(1);
        assertThat(guarded)
                .filteredOn(new VersionMismatch(cart.version() + 1)::equals)
                .hasSize(9);

        List<SetLineOutcome> unguarded = all(IntStream.range(0, 10)
                .mapToObj(i -> ask(cart.id(), "p" + i, 2, null))
                .toList());
        assertThat(unguarded).hasOnlyElementsOfType(CartFound.class);
        CartView after = ((CartFound) get(cart.id(), null)).cart();
        assertThat(after.lines())
                .hasSize(10)
                .allSatisfy(line -> assertThat(line.quantity()).isEqualTo(2));
        assertThat(after.version()).isEqualTo(cart.version() + 11);
    }

    @Test
    void unknownProductsAndLinesAreRefused() {
        UUID id = open(null).id();

        assertThat(set(id, null, "no such", 1, null)).isEqualTo(new UnknownProduct("no such"));
        assertThat(set(id, null, "nul\0", 1, null)).isEqualTo(new UnknownProduct("nul\0"));
        assertThat(set(id, null, "p1", 0, null)).isEqualTo(new NoSuchLine("p1"));
    }

    @Test
    void whatIsNotForSaleAnyMoreIsNeitherShownNorOrdered() {
        await(bus.ask(CatalogEndpoints.IMPORT, new ImportProducts(List.of(product("season", 5, "GBP")), null)));
        UUID id = open(null).id();
        set(id, null, "p1", 1, null);
        set(id, null, "season", 1, null);

        await(bus.ask(CatalogEndpoints.DELETE, new DeleteProduct("season", null, null)));
        assertThat(((CartFound) get(id, null)).cart().lines())
                .extracting(CartView.Line::sku)
                .containsExactly("p1");
        assertThat(((Checkout) await(bus.ask(CartEndpoints.CHECKOUT, new GetCart(id, null)))).items())
                .containsExactly(new Item("p1", 1));

        ProductContent again = product("season", 6, "GBP").content();
        await(bus.ask(CatalogEndpoints.PUT, new PutProduct("season", again, null, null)));
        assertThat(((CartFound) get(id, null)).cart().total()).isEqualTo(new Money(107, "GBP"));
    }

    @Test
    void aGuestsCartGoesIntoTheCustomersOnce() {
        UUID guest = open(null).id();
        set(guest, null, "p1", 600_000, null);
        set(guest, null, "p2", 1, null);
        UUID customers = open("merger").id();
        set(customers, "merger", "p1", 500_000, null);

        Merged merged = merge(guest, "merger");

        assertThat(merged.cart().id()).isEqualTo(customers);
        assertThat(merged.cart().lines())
                .extracting(CartView.Line::sku, CartView.Line::quantity)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("p1", 1_000_000L),
                        org.assertj.core.groups.Tuple.tuple("p2", 1L));
        assertThat(merged.changes()).containsExactly(new MergeChange("p1", 1_100_000, 1_000_000, "quantity_limit"));
        assertThat(((CartFound) get(guest, null)).cart().lines()).isEmpty();
        assertThat(merge(guest, "merger")).isEqualTo(new Merged(merged.cart(), List.of()));
        assertThat(await(bus.ask(CartEndpoints.MERGE, new MergeCart(UUID.randomUUID(), "merger"))))
                .isEqualTo(new NoSuchCart());
    }

    @Test
    void aMergeMakesTheCustomersCartWhereThereIsNoneAndKeepsTheLineLimit() {
        UUID guest = open(null).id();
        for (int i = 0; i < 10; i++) {
            set(guest, null, "p" + i, 1, null);
        }
        Merged first = merge(guest, "fresh");
        assertThat(first.cart().lines()).hasSize(10);

        UUID other = open(null).id();
        set(other, null, "p9", 2, null);
        set(other, null, "p10", 2, null);
        Merged second = merge(other, "fresh");

        assertThat(second.cart().lines()).hasSize(10).last().satisfies(line -> {
            assertThat(line.sku()).isEqualTo("p9");
            assertThat(line.quantity()).isEqualTo(3);
        });
        assertThat(second.changes()).containsExactly(new MergeChange("p10", 2, 0, "line_limit"));
    }

    @Test
    void aConfirmedOrderTakesOutWhatItBoughtUnlessItWasSetSince() {
        UUID id = open("buyer").id();
        set(id, "buyer", "p1", 1, null);
        set(id, "buyer", "p2", 1, null);
        long ordered = found(set(id, "buyer", "p3", 1, null)).version();
        set(id, "buyer", "p2", 5, null);
        set(id, "buyer", "p4", 1, null);

        confirm(id, ordered, "p1", "p2", "p3");
        confirm(UUID.randomUUID(), 3, "p1");

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(((CartFound) get(id, "buyer")).cart().lines())
                                .extracting(CartView.Line::sku)
                                .containsExactly("p2", "p4"));
        assertThat(((CartFound) get(id, "buyer")).cart().version()).isEqualTo(ordered + 3);
    }

    @Test
    void cartsThatNobodyChangedForLongAreDeleted() {
        UUID old = given(Duration.ofDays(32));
        UUID recent = open(null).id();
        await(database.pool
                .preparedQuery("INSERT INTO cart (id, version, changed_by) VALUES ($1, 1, $1)")
                .execute(Tuple.of(old)));
        set(old, null, "p1", 1, null);
        set(recent, null, "p1", 1, null);
        age(old, "31 days");
        age(recent, "29 days");

        Awaitility.await().untilAsserted(() -> assertThat(get(old, null)).isEqualTo(new NoSuchCart()));
        assertThat(get(recent, null)).isInstanceOf(CartFound.class);
        assertThat(await(database.pool
                                .preparedQuery("SELECT count(*) FROM cart_line WHERE cart_id = $1")
                                .execute(Tuple.of(old)))
                        .iterator()
                        .next()
                        .getLong(0))
                .isZero();
    }

    /** @return id of a guest's cart that was opened so long ago */
    private static UUID given(Duration ago) {
        Instant then = Instant.now().minus(ago);
        return new GuestCarts(UUID::randomUUID, () -> then, Duration.ofDays(30))
                .open()
                .id();
    }

    private static void age(UUID id, String age) {
        await(database.pool
                .preparedQuery("UPDATE cart SET updated_at = now() - INTERVAL '" + age + "' WHERE id = $1")
                .execute(Tuple.of(id)));
    }

    private static void confirm(UUID cart, long version, String... skus) {
        UUID order = UUID.randomUUID();
        List<OrderEvents.Item> items = new ArrayList<>();
        for (String sku : skus) {
            items.add(new OrderEvents.Item(sku, 1));
        }
        OrderConfirmed confirmed = new OrderConfirmed(order, "buyer", new Money(1, "GBP"), items, cart, version);
        NewEvent<?> event = NewEvent.of(OrderEvents.CONFIRMED, order.toString(), 3, Instant.EPOCH, null, confirmed);
        await(messaging.facts().commit("test", tx -> Future.succeededFuture(new Decided<>(true, List.of(event)))));
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
