package dev.souk.order;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.Bus;
import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.Checkout;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.Product;
import dev.souk.messaging.Messaging;
import dev.souk.money.Money;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.CartOrdered;
import dev.souk.order.message.OrderEndpoints.KeyReused;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEndpoints.SoldOut;
import dev.souk.order.message.OrderEndpoints.SoldOutLine;
import dev.souk.payment.message.CardTokens;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.Skus;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The intake on a real database, between a catalog that has everything and a stock that the test speaks for. */
class SoldOutTest {
    private static final Set<String> GONE = ConcurrentHashMap.newKeySet();
    private static final Queue<Skus> ASKED = new ConcurrentLinkedQueue<>();
    private static final UUID CART = UUID.randomUUID();
    private static final Function<Skus, Future<StockEndpoints.SoldOut>> HONEST =
            asked -> Future.succeededFuture(new StockEndpoints.SoldOut(
                    asked.skus().stream().filter(GONE::contains).toList()));

    private static volatile boolean catalogIsAway;
    private static volatile Function<Skus, Future<StockEndpoints.SoldOut>> stock = HONEST;
    private static TestDatabase database;
    private static Bus bus;
    private static Messaging messaging;

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create();
        bus = new Bus(database.vertx, Duration.ofSeconds(15));
        messaging = new Messaging(database.vertx, database.settings, "test", database.transactions, database.metrics);
        await(bus.serve(
                CatalogEndpoints.PRODUCTS,
                question -> catalogIsAway
                        ? Future.failedFuture(new UnavailableException("the catalog is away"))
                        : Future.succeededFuture(new Products(question.skus().stream()
                                .map(SoldOutTest::product)
                                .toList()))));
        await(bus.serve(
                CartEndpoints.CHECKOUT,
                question ->
                        Future.succeededFuture(new Checkout(CART, 3, List.of(new CartEndpoints.Item("in-cart", 1))))));
        await(bus.serve(StockEndpoints.SOLD_OUT_OF, asked -> {
            ASKED.add(asked);
            return stock.apply(asked);
        }));
        await(database.vertx.deployVerticle(new OrderPlacementVerticle(
                bus,
                messaging,
                database.settings.order(),
                new CardTokens(database.settings.payment()),
                database.metrics,
                UUID::randomUUID)));
    }

    private static Product product(String sku) {
        return new Product(sku, "The " + sku, "", "things", new Money(100, "GBP"), 1, Instant.EPOCH);
    }

    @BeforeEach
    void restart() {
        catalogIsAway = false;
        stock = HONEST;
        GONE.clear();
        ASKED.clear();
    }

    @AfterAll
    static void close() {
        await(messaging.close());
        database.close();
    }

    private static PlaceOrder order(String key, String hash, String... skus) {
        return new PlaceOrder(
                "ann",
                key,
                hash,
                Arrays.stream(skus).map(sku -> new OrderItem(sku, 1)).toList(),
                null,
                "tok_ok",
                null,
                null,
                null,
                null);
    }

    private static PlaceOrder orderOfCart(String key) {
        return new PlaceOrder("ann", key, "h", List.of(), CART, "tok_ok", null, null, null, null);
    }

    private static PlaceOutcome place(PlaceOrder order) {
        return await(bus.ask(OrderEndpoints.PLACE, order));
    }

    private static void sellOut(String... skus) {
        GONE.addAll(List.of(skus));
        bus.hint(StockEndpoints.SOLD_OUT, new StockEndpoints.SoldOut(List.of(skus)));
    }

    private static void awaitRefused(String key, String sku) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> place(order(key + "-" + UUID.randomUUID(), "h", sku)) instanceof SoldOut);
    }

    private static double refused() {
        return database.metrics
                .counter("souk.order.refused", "reason", "sold_out")
                .count();
    }

    private static long count(String sql, Object parameter) {
        return await(database.pool.preparedQuery(sql).execute(io.vertx.sqlclient.Tuple.of(parameter)))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void whatNobodySaidToBeSoldOutIsNotAskedAbout() {
        GONE.add("unheard-of");

        assertThat(place(order("quiet", "h", "unheard-of", "other")))
                .as("stock will reject it")
                .isInstanceOf(Placed.class);
        assertThat(ASKED).isEmpty();
    }

    @Test
    void everyLineThatIsSoldOutIsNamedAndNothingIsClaimed() {
        sellOut("cup", "pot");
        awaitRefused("first", "cup");
        double before = refused();

        assertThat(place(order("named", "h", "cup", "left", "pot", "cup")))
                .isEqualTo(new SoldOut(List.of(
                        new SoldOutLine("lines[0].sku", "cup"),
                        new SoldOutLine("lines[2].sku", "pot"),
                        new SoldOutLine("lines[3].sku", "cup"))));
        assertThat(refused()).isEqualTo(before + 1);
        assertThat(count("SELECT count(*) FROM idempotency_claim WHERE key = $1", "named"))
                .isZero();
        assertThat(ASKED).allSatisfy(asked -> assertThat(asked.skus()).doesNotContain("left"));
    }

    @Test
    void whatIsThereAgainIsSoldAtOnceAndNotAskedAboutAgain() {
        sellOut("back");
        awaitRefused("gone", "back");

        GONE.remove("back");

        assertThat(place(order("back-1", "h", "back"))).isInstanceOf(Placed.class);
        ASKED.clear();
        assertThat(place(order("back-2", "h", "back"))).isInstanceOf(Placed.class);
        assertThat(ASKED).isEmpty();
    }

    @Test
    void whoHasTheLastUnitFindsItUnderItsKey() {
        UUID last = ((Placed) place(order("last", "h", "tail"))).order().id();
        sellOut("tail");
        awaitRefused("late", "tail");

        assertThat(place(order("last", "h", "tail"))).isInstanceOfSatisfying(Placed.class, again -> {
            assertThat(again.replayed()).isTrue();
            assertThat(again.order().id()).isEqualTo(last);
        });
        assertThat(place(order("last", "another", "tail"))).isInstanceOf(KeyReused.class);
    }

    @Test
    void aCartThatWasOrderedIsSaidToBeOrderedAndAnotherToBeSoldOut() {
        sellOut("in-cart");
        awaitRefused("in-cart", "in-cart");
        assertThat(place(orderOfCart("cart-0"))).isEqualTo(new SoldOut(List.of(new SoldOutLine("cartId", "in-cart"))));

        GONE.remove("in-cart");
        UUID id = ((Placed) place(orderOfCart("cart-1"))).order().id();
        sellOut("in-cart");
        awaitRefused("in-cart", "in-cart");

        assertThat(place(orderOfCart("cart-2"))).isEqualTo(new CartOrdered(id));
    }

    @Test
    void whenStockIsSilentOrBusyOrFailsTheOrderGoesOn() {
        sellOut("mute");
        awaitRefused("heard", "mute");

        stock = asked -> Promise.<StockEndpoints.SoldOut>promise().future();
        assertThat(place(order("silent", "h", "mute"))).isInstanceOf(Placed.class);
        stock = asked -> Future.failedFuture(new BusyException("full"));
        assertThat(place(order("busy", "h", "mute"))).isInstanceOf(Placed.class);
        stock = asked -> Future.failedFuture(new IllegalStateException("a defect"));
        assertThat(place(order("defect", "h", "mute"))).isInstanceOf(Placed.class);

        stock = HONEST;
        assertThat(place(order("again", "h", "mute")))
                .as("no answer is no reason to forget")
                .isInstanceOf(SoldOut.class);
    }

    @Test
    void aCrowdThatComesTooLateSharesQuestionsAndReads() {
        sellOut("crowd");
        awaitRefused("crowd", "crowd");
        ASKED.clear();
        var reads = database.metrics.summary("souk.batch.size", "batch", "order-refusals");
        long readsBefore = reads.count();
        double answersBefore = reads.totalAmount();

        List<Future<PlaceOutcome>> answers = IntStream.range(0, 1_000)
                .mapToObj(i -> bus.ask(OrderEndpoints.PLACE, order("crowd-" + i, "h", "crowd")))
                .toList();

        answers.forEach(answer -> assertThat(await(answer)).isInstanceOf(SoldOut.class));
        assertThat(ASKED).as("one each, if none were shared").hasSizeLessThan(1_000);
        assertThat(reads.totalAmount() - answersBefore).isEqualTo(1_000);
        assertThat(reads.count() - readsBefore).isLessThan(1_000);
    }

    @Test
    void whoHasTheOrderFindsItThoughNothingCanBePriced() {
        Placed placed = (Placed) place(order("priced", "h", "apple"));

        catalogIsAway = true;

        assertThat(place(order("priced", "h", "apple"))).isInstanceOfSatisfying(Placed.class, again -> {
            assertThat(again.replayed()).isTrue();
            assertThat(again.order().id()).isEqualTo(placed.order().id());
        });
        assertThat(place(order("priced", "another", "apple"))).isEqualTo(new KeyReused());
        assertThatThrownBy(() -> place(order("not-priced", "h", "apple"))).isInstanceOf(UnavailableException.class);
    }
}
