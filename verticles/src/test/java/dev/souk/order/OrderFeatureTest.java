package dev.souk.order;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.Bus;
import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.Checkout;
import dev.souk.cart.message.CartEndpoints.CheckoutAnswer;
import dev.souk.cart.message.CartEndpoints.GetCart;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.Product;
import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Decided;
import dev.souk.money.Money;
import dev.souk.order.OrderTransitions.Arrival;
import dev.souk.order.domain.OrderInput;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.CartOrdered;
import dev.souk.order.message.OrderEndpoints.Change;
import dev.souk.order.message.OrderEndpoints.ChangeOrder;
import dev.souk.order.message.OrderEndpoints.Changed;
import dev.souk.order.message.OrderEndpoints.EmptyCart;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.GetTimelines;
import dev.souk.order.message.OrderEndpoints.KeyReused;
import dev.souk.order.message.OrderEndpoints.ListOrders;
import dev.souk.order.message.OrderEndpoints.MixedCurrencies;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.OrderPage;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEndpoints.Refused;
import dev.souk.order.message.OrderEndpoints.Timeline;
import dev.souk.order.message.OrderEndpoints.TotalChanged;
import dev.souk.order.message.OrderEndpoints.UnknownCard;
import dev.souk.order.message.OrderEndpoints.UnknownCart;
import dev.souk.order.message.OrderEndpoints.UnknownProducts;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.OrderView;
import dev.souk.order.message.TimelineEntry;
import dev.souk.order.store.NewOrder;
import dev.souk.order.store.OrderRepository;
import dev.souk.payment.message.CardTokens;
import dev.souk.sql.SqlState;
import dev.souk.stock.message.StockEvents.Shortage;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders on a real database and broker; the catalog is a fixed answer on the bus, stock and payment stay silent. */
class OrderFeatureTest {
    private static final Map<String, Product> PRODUCTS = Map.of(
            "cup", product("cup", 250, "GBP"),
            "pot", product("pot", 1000, "GBP"),
            "euro", product("euro", 100, "EUR"));

    private static final Map<GetCart, CheckoutAnswer> CARTS = new ConcurrentHashMap<>();

    private static TestDatabase database;
    private static Bus bus;
    private static Messaging messaging;

    private static Product product(String sku, long price, String currency) {
        return new Product(sku, "The " + sku, "", "things", new Money(price, currency), 1, Instant.EPOCH);
    }

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create(Map.of("order.deadline", "1500ms", "order.sweep-every", "100ms"));
        bus = new Bus(database.vertx, Duration.ofSeconds(10));
        messaging = new Messaging(database.vertx, database.settings, "test", database.transactions, database.metrics);
        await(bus.serve(
                CatalogEndpoints.PRODUCTS,
                question -> Future.succeededFuture(new Products(question.skus().stream()
                        .filter(PRODUCTS::containsKey)
                        .map(PRODUCTS::get)
                        .toList()))));
        await(bus.serve(
                CartEndpoints.CHECKOUT,
                question -> Future.succeededFuture(CARTS.getOrDefault(question, new NoSuchCart()))));
        await(database.vertx.deployVerticle(new OrderPlacementVerticle(
                bus,
                messaging,
                database.settings.order(),
                new CardTokens(database.settings.payment()),
                database.metrics,
                UUID::randomUUID)));
        await(database.vertx.deployVerticle(new OrderQueriesVerticle(bus, database.transactions)));
        await(database.vertx.deployVerticle(new OrderCommandsVerticle(bus, messaging, database.metrics)));
    }

    @AfterAll
    static void close() {
        await(messaging.close());
        database.close();
    }

    private static PlaceOrder order(String customer, String key, String bodyHash, OrderItem... items) {
        return new PlaceOrder(
                customer,
                key,
                bodyHash,
                List.of(items),
                null,
                "tok_ok",
                null,
                null,
                null,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    private static PlaceOutcome place(PlaceOrder order) {
        return await(bus.ask(OrderEndpoints.PLACE, order));
    }

    private static OrderView placed(PlaceOrder order) {
        return ((Placed) place(order)).order();
    }

    private static OrderView get(UUID id) {
        return ((Found) await(bus.ask(OrderEndpoints.GET, new GetOrder(id, null)))).order();
    }

    private static long count(String sql, Object parameter) {
        return await(database.pool.preparedQuery(sql).execute(io.vertx.sqlclient.Tuple.of(parameter)))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void anOrderIsPricedAndDurableWithItsEventAndClaim() {
        OrderView order = placed(
                order("ann", "k1", "h", new OrderItem("cup", 2), new OrderItem("pot", 1), new OrderItem("cup", 1)));

        assertThat(order.status()).isEqualTo(OrderStatus.PENDING);
        assertThat(order.total()).isEqualTo(new Money(1750, "GBP"));
        assertThat(order.lines()).extracting(OrderView.OrderLine::sku).containsExactly("cup", "pot", "cup");
        assertThat(order.timeline()).singleElement().satisfies(first -> {
            assertThat(first.event()).isEqualTo("order.placed");
            assertThat(first.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        });
        assertThat(get(order.id())).isEqualTo(order);
        assertThat(count(
                        "SELECT count(*) FROM outbox WHERE key = $1", order.id().toString()))
                .isOne();
        assertThat(count(
                        "SELECT count(*) FROM idempotency_claim WHERE resource = $1",
                        order.id().toString()))
                .isOne();
    }

    @Test
    void timelinesAreReadAfterTheKnownEntryAndUnknownOrdersAreLeftOut() {
        OrderView order = placed(order("ivy", "t1", "h", new OrderItem("cup", 1)));
        UUID known = placed(order("ivy", "t2", "h", new OrderItem("cup", 1))).id();
        Map<UUID, Long> after = Map.of(order.id(), 0L, known, 1L, UUID.randomUUID(), 0L);

        assertThat(await(bus.ask(OrderEndpoints.TIMELINES, new GetTimelines(after)))
                        .orders())
                .isEqualTo(Map.of(
                        order.id(),
                        new Timeline("ivy", 1, false, order.timeline()),
                        known,
                        new Timeline("ivy", 1, false, List.of())));
    }

    @Test
    void fiftyRequestsWithOneKeyMakeOneOrder() {
        List<Future<PlaceOutcome>> answers = IntStream.range(0, 50)
                .mapToObj(i -> bus.ask(OrderEndpoints.PLACE, order("bob", "same", "h", new OrderItem("cup", 1))))
                .toList();

        Set<UUID> ids = new HashSet<>();
        int fresh = 0;
        for (Future<PlaceOutcome> answer : answers) {
            Placed placed = (Placed) await(answer);
            ids.add(placed.order().id());
            fresh += placed.replayed() ? 0 : 1;
        }
        assertThat(ids).hasSize(1);
        assertThat(fresh).isOne();
        assertThat(count("SELECT count(*) FROM orders WHERE customer = $1", "bob"))
                .isOne();
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefusedAndOfAnotherCustomerIsAnother() {
        OrderView first = placed(order("cat", "k", "h1", new OrderItem("cup", 1)));

        assertThat(place(order("cat", "k", "h2", new OrderItem("pot", 1)))).isInstanceOf(KeyReused.class);
        assertThat(placed(order("dan", "k", "h2", new OrderItem("pot", 1))).id())
                .isNotEqualTo(first.id());
    }

    @Test
    void aClaimedKeyIsAnsweredBeforeAnyRefusal() {
        OrderView first = placed(order("eve", "k", "h", new OrderItem("cup", 1)));
        PlaceOrder again = new PlaceOrder(
                "eve", "k", "h", List.of(new OrderItem("gone", 1)), null, "tok_ok", null, null, null, null);

        assertThat(place(again)).isInstanceOfSatisfying(Placed.class, placed -> {
            assertThat(placed.replayed()).isTrue();
            assertThat(placed.order().id()).isEqualTo(first.id());
        });
    }

    @Test
    void refusalsAreWordedAndClaimNothing() {
        assertThat(place(order("fay", "a", "h", new OrderItem("cup", 1), new OrderItem("nope", 1))))
                .isEqualTo(new UnknownProducts(List.of("nope")));
        assertThat(place(order("fay", "a", "h", new OrderItem("cup", 1), new OrderItem("euro", 1))))
                .isEqualTo(new MixedCurrencies(List.of("GBP", "EUR")));
        PlaceOrder protectedBuyer = new PlaceOrder(
                "fay",
                "a",
                "h",
                List.of(new OrderItem("cup", 1)),
                null,
                "tok_ok",
                new Money(249, "GBP"),
                null,
                null,
                null);
        assertThat(place(protectedBuyer)).isEqualTo(new TotalChanged(new Money(250, "GBP")));
        assertThat(place(order("fay", "a", "h", new OrderItem("cup", 1_000_001))))
                .isInstanceOf(OrderEndpoints.TooLarge.class);
        assertThat(count("SELECT count(*) FROM idempotency_claim WHERE principal = $1", "fay"))
                .isZero();
    }

    private static UUID cart(String customer, long version, CartEndpoints.Item... items) {
        UUID id = UUID.randomUUID();
        CARTS.put(new GetCart(id, customer), new Checkout(id, version, List.of(items)));
        return id;
    }

    private static PlaceOrder orderOfCart(String customer, String key, UUID cart, String card) {
        return new PlaceOrder(customer, key, "h", List.of(), cart, card, null, null, null, null);
    }

    @Test
    void anOrderOfACartIsWhatTheCartShowsAtThePricesOfNow() {
        UUID cart = cart("ida", 5, new CartEndpoints.Item("cup", 2), new CartEndpoints.Item("pot", 1));

        OrderView order = placed(orderOfCart("ida", "k", cart, "tok_ok"));

        assertThat(order.lines())
                .extracting(line -> line.sku() + " " + line.quantity())
                .containsExactly("cup 2", "pot 1");
        CARTS.put(new GetCart(cart, "ida"), new Checkout(cart, 6, List.of()));
        assertThat(place(orderOfCart("ida", "k", cart, "tok_ok")))
                .as("a replay finds its order after the cart was emptied")
                .isInstanceOfSatisfying(
                        Placed.class, again -> assertThat(again.order().id()).isEqualTo(order.id()));
        CARTS.remove(new GetCart(cart, "ida"));
        assertThat(place(orderOfCart("ida", "k", cart, "tok_ok"))).isInstanceOf(Placed.class);
        CARTS.put(new GetCart(cart, "ida"), new Checkout(cart, 7, List.of(new CartEndpoints.Item("nothing-now", 1))));
        assertThat(place(orderOfCart("ida", "k", cart, "tok_ok"))).isInstanceOf(Placed.class);
    }

    @Test
    void whatCannotBeOrderedOfACartIsWorded() {
        UUID mine = cart("zoe", 1, new CartEndpoints.Item("cup", 1));

        assertThat(place(orderOfCart("zoe", "a", UUID.randomUUID(), "tok_ok"))).isEqualTo(new UnknownCart());
        assertThat(place(orderOfCart("eve", "a", mine, "tok_ok"))).isEqualTo(new UnknownCart());
        assertThat(place(orderOfCart("zoe", "a", cart("zoe", 4), "tok_ok"))).isEqualTo(new EmptyCart());
        assertThat(place(orderOfCart("zoe", "a", mine, "tok_unheard_of"))).isEqualTo(new UnknownCard());
        assertThat(count("SELECT count(*) FROM idempotency_claim WHERE principal = $1", "zoe"))
                .isZero();
    }

    @Test
    void aCartVersionIsOrderedOnce() {
        UUID cart = cart("gil", 3, new CartEndpoints.Item("cup", 1));
        List<Future<PlaceOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(bus.ask(OrderEndpoints.PLACE, orderOfCart("gil", "key-" + i, cart, "tok_ok")));
        }
        List<PlaceOutcome> outcomes = answers.stream().map(TestDatabase::await).toList();

        List<UUID> made = outcomes.stream()
                .filter(Placed.class::isInstance)
                .map(outcome -> ((Placed) outcome).order().id())
                .toList();
        assertThat(made).hasSize(1);
        assertThat(outcomes)
                .filteredOn(CartOrdered.class::isInstance)
                .hasSize(9)
                .allSatisfy(outcome -> assertThat(outcome).isEqualTo(new CartOrdered(made.getFirst())));
        assertThat(count("SELECT count(*) FROM idempotency_claim WHERE principal = $1", "gil"))
                .isOne();
    }

    @Test
    void onlyTheOwnerAndOperatorsSeeAnOrder() {
        UUID id = placed(order("hal", "k", "h", new OrderItem("cup", 1))).id();

        assertThat(await(bus.ask(OrderEndpoints.GET, new GetOrder(id, "hal")))).isInstanceOf(Found.class);
        assertThat(await(bus.ask(OrderEndpoints.GET, new GetOrder(id, "ivy")))).isInstanceOf(NotFound.class);
        assertThat(await(bus.ask(OrderEndpoints.CHANGE, new ChangeOrder(id, "ivy", Change.CANCEL, "ivy", null))))
                .isInstanceOf(NotFound.class);
        assertThat(get(id).status()).isEqualTo(OrderStatus.PENDING);
    }

    @Test
    void pagesAreNewestFirstWithoutGapsOrRepeats() {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(
                    placed(order("jan", "k" + i, "h", new OrderItem("cup", 1))).id());
        }
        List<UUID> listed = new ArrayList<>();
        String cursor = null;
        do {
            OrderPage page = await(bus.ask(OrderEndpoints.LIST, new ListOrders("jan", 2, cursor)));
            page.items().forEach(order -> listed.add(order.id()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(listed).isEqualTo(made);
    }

    @Test
    void cancellingIsRepeatableAndEndsTheOrderForGood() {
        UUID id = placed(order("kim", "k", "h", new OrderItem("cup", 1))).id();
        ChangeOrder cancel = new ChangeOrder(id, "kim", Change.CANCEL, "kim", null);

        assertThat(await(bus.ask(OrderEndpoints.CHANGE, cancel))).isInstanceOf(Changed.class);
        assertThat(await(bus.ask(OrderEndpoints.CHANGE, cancel))).isInstanceOf(Changed.class);
        assertThat(await(bus.ask(OrderEndpoints.CHANGE, new ChangeOrder(id, null, Change.SHIP, "op", null))))
                .isInstanceOf(Refused.class);
        OrderView order = get(id);
        assertThat(order.timeline())
                .extracting(TimelineEntry::event)
                .containsExactly("order.placed", "order.cancelled");
        assertThat(order.timeline().getLast().reason()).isEqualTo("cancelled_by_buyer");
        assertThat(await(bus.ask(OrderEndpoints.PAYMENT_TOKENS, new OrderIds(List.of(id))))
                        .tokens())
                .as("the card token is erased when the order is settled")
                .isEmpty();
    }

    @Test
    void inputsOfOneBatchAreDecidedOneAfterTheOther() {
        UUID paid = placed(order("lea", "a", "h", new OrderItem("cup", 1))).id();
        UUID soldOut = placed(order("lea", "b", "h", new OrderItem("cup", 9), new OrderItem("pot", 1)))
                .id();
        OrderTransitions transitions = new OrderTransitions(new OrderRepository(), database.metrics);
        List<Arrival> arrivals = List.of(
                new Arrival(paid, new OrderInput.StockReserved(), null, null),
                new Arrival(
                        soldOut,
                        new OrderInput.StockRejected(List.of(new Shortage("cup", 9, 5, "insufficient"))),
                        null,
                        null),
                new Arrival(paid, new OrderInput.PaymentAuthorized(250), null, null),
                new Arrival(UUID.randomUUID(), new OrderInput.StockReserved(), null, null),
                new Arrival(paid, new OrderInput.StockReserved(), null, null));

        var outcome = await(database.transactions.run("test", tx -> transitions.apply(tx, arrivals)));

        assertThat(outcome.events())
                .extracting(event -> event.type().name())
                .containsExactly("order.reserved", "order.rejected", "order.confirmed");
        assertThat(get(paid).status()).isEqualTo(OrderStatus.CONFIRMED);
        OrderView rejected = get(soldOut);
        assertThat(rejected.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(rejected.lines()).extracting(OrderView.OrderLine::reason).containsExactly("insufficient", null);
    }

    @Test
    void anOrderThatIsNotSettledInTimeExpires() {
        UUID id = placed(order("may", "k", "h", new OrderItem("cup", 1))).id();
        String sweeper = await(database.vertx.deployVerticle(
                new OrderDeadlineVerticle(bus, messaging, database.settings.order(), database.metrics)));

        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> get(id).status() == OrderStatus.EXPIRED);
        assertThat(get(id).timeline().getLast().reason()).isEqualTo("deadline");
        await(database.vertx.undeploy(sweeper));
    }

    /** A node that was frozen, or whose database is another one by now, sets no deadline by a clock of its own. */
    @Test
    void anOrderWhoseTimeIsNotTheDatabasesIsRefusedAndNothingOfItKept() {
        Instant now = await(new OrderRepository().now(database.pool));
        for (Duration off : List.of(Duration.ofSeconds(-3), Duration.ofSeconds(3))) {
            NewOrder order = fresh("off-" + off.toSeconds());
            assertThatThrownBy(() -> await(takeFresh(order, now.plus(off))))
                    .satisfies(refused -> assertThat(SqlState.of(refused)).isEqualTo(SqlState.CONTENT));
            assertThat(count("SELECT count(*) FROM orders WHERE id = $1", order.id()))
                    .isZero();
            assertThat(count(
                            "SELECT count(*) FROM idempotency_claim WHERE key = $1",
                            order.claim().key()))
                    .isZero();
        }
    }

    @Test
    void freshOrdersAreAllKeptOrNone() {
        NewOrder one = fresh("all-or-none-1");
        NewOrder again = fresh("all-or-none-1");
        Instant now = await(new OrderRepository().now(database.pool));

        await(takeFresh(one, now));
        assertThatThrownBy(() -> await(takeFresh(again, now)))
                .satisfies(refused -> assertThat(SqlState.of(refused)).isEqualTo(SqlState.CONTENT));

        assertThat(count("SELECT count(*) FROM orders WHERE id = $1", one.id())).isOne();
        assertThat(count("SELECT count(*) FROM orders WHERE id = $1", again.id()))
                .isZero();
    }

    private static NewOrder fresh(String key) {
        UUID id = UUID.randomUUID();
        Money price = new Money(250, "GBP");
        return new NewOrder(
                id,
                new Claim("fay", "POST /v1/orders", key, "h", id.toString()),
                "fay",
                List.of(new OrderView.OrderLine("cup", "The cup", 1, price, price, null)),
                price,
                "tok_ok",
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Future<String> takeFresh(NewOrder order, Instant now) {
        TimelineEntry first = new TimelineEntry(1, now, OrderStatus.PENDING, "order.placed", null, null, null);
        return messaging.facts().commitAtOnce("fresh", client -> {
            Future<?> written = Future.all(
                    new ClaimRepository().claimFresh(client, List.of(order.claim())),
                    new OrderRepository()
                            .insertFresh(
                                    client, List.of(order), Map.of(order.id(), first), now, Duration.ofMinutes(2)));
            return new Decided<>("", List.of(), written);
        });
    }
}
