package dev.souk.order;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.Product;
import dev.souk.messaging.Messaging;
import dev.souk.money.Money;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Change;
import dev.souk.order.message.OrderEndpoints.ChangeOrder;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEndpoints.TooManyOpenOrders;
import dev.souk.payment.message.CardTokens;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds of one customer's open orders, on a real database; stock and payment stay silent: nothing settles. */
class OpenOrdersTest {
    private static final int ORDERS = 3;
    private static final int UNITS = 10;

    private static TestDatabase database;
    private static Intake node;
    private static Intake other;

    /** One node that takes orders. */
    private record Intake(Vertx vertx, Pool pool, Bus bus, Messaging messaging) {
        static Intake open(TestDatabase database) {
            Vertx vertx = Vertx.vertx();
            Bus bus = new Bus(vertx, Duration.ofSeconds(10));
            // Answers of the pool of another Vert.x come on another thread.
            Pool pool = SqlPool.open(vertx, database.settings.sql());
            TransactionRunner transactions =
                    new TransactionRunner(vertx, pool, database.metrics, Duration.ofSeconds(20));
            Messaging messaging = new Messaging(vertx, database.settings, "test", transactions, database.metrics);
            await(bus.serve(
                    CatalogEndpoints.PRODUCTS,
                    question -> Future.succeededFuture(new Products(question.skus().stream()
                            .map(sku -> new Product(sku, sku, "", "", new Money(1, "GBP"), 1, Instant.EPOCH))
                            .toList()))));
            await(vertx.deployVerticle(new OrderPlacementVerticle(
                    bus,
                    messaging,
                    database.settings.order(),
                    new CardTokens(database.settings.payment()),
                    database.metrics,
                    UUID::randomUUID)));
            await(vertx.deployVerticle(new OrderCommandsVerticle(bus, messaging, database.metrics)));
            return new Intake(vertx, pool, bus, messaging);
        }

        Future<PlaceOutcome> place(String customer, String key, int... quantities) {
            List<OrderItem> items = IntStream.range(0, quantities.length)
                    .mapToObj(i -> new OrderItem("sku-" + i, quantities[i]))
                    .toList();
            return bus.ask(
                    OrderEndpoints.PLACE,
                    new PlaceOrder(customer, key, "h", items, null, "tok_ok", null, null, null, null));
        }

        void close() {
            await(messaging.close());
            await(pool.close());
            await(vertx.close());
        }
    }

    @BeforeAll
    static void open() {
        database = TestDatabase.create(Map.of(
                "order.max-open-per-customer", Integer.toString(ORDERS),
                "order.max-held-units-per-customer", Integer.toString(UNITS)));
        node = Intake.open(database);
        other = Intake.open(database);
    }

    @AfterAll
    static void close() {
        node.close();
        other.close();
        database.close();
    }

    private static long placed(List<Future<PlaceOutcome>> outcomes) {
        List<PlaceOutcome> all = new ArrayList<>();
        outcomes.forEach(outcome -> all.add(await(outcome)));
        assertThat(all).allMatch(outcome -> outcome instanceof Placed || outcome instanceof TooManyOpenOrders);
        return all.stream().filter(Placed.class::isInstance).count();
    }

    private static UUID idOf(PlaceOutcome outcome) {
        return ((Placed) outcome).order().id();
    }

    @Test
    void aCustomerHasSoManyOrdersUnderWayAndOneMoreOnceOneIsSettled() {
        UUID first = idOf(await(node.place("ann", "1", 1)));
        assertThat(await(node.place("ann", "2", 1))).isInstanceOf(Placed.class);
        assertThat(await(other.place("ann", "3", 1))).isInstanceOf(Placed.class);

        assertThat(await(node.place("ann", "4", 1))).isInstanceOf(TooManyOpenOrders.class);
        assertThat(await(other.place("ann", "4", 1))).isInstanceOf(TooManyOpenOrders.class);
        assertThat(await(node.place("bob", "4", 1))).isInstanceOf(Placed.class);

        await(node.bus().ask(OrderEndpoints.CHANGE, new ChangeOrder(first, "ann", Change.CANCEL, "ann", null)));
        assertThat(await(other.place("ann", "4", 1))).isInstanceOf(Placed.class);
        assertThat(database.metrics
                        .counter("souk.order.refused", "reason", "too_many_open_orders")
                        .count())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({"10, 0, true", "11, 0, false", "4, 6, true", "4, 7, false", "1, 9, true", "1, 10, false"})
    void aCustomerHoldsSoManyUnits(int first, int second, boolean taken) {
        String customer = "units-" + first + "-" + second;
        PlaceOutcome last = await(node.place(customer, "1", first));
        if (second > 0) {
            assertThat(last).isInstanceOf(Placed.class);
            last = await(other.place(customer, "2", 1, second - 1));
        }

        assertThat(last).isInstanceOf(taken ? Placed.class : TooManyOpenOrders.class);
    }

    @Test
    void aReplayIsAnsweredWhateverIsUnderWay() {
        UUID first = idOf(await(node.place("cat", "1", UNITS)));

        assertThat(await(node.place("cat", "2", 1))).isInstanceOf(TooManyOpenOrders.class);
        PlaceOutcome again = await(other.place("cat", "1", UNITS));
        assertThat(idOf(again)).isEqualTo(first);
        assertThat(((Placed) again).replayed()).isTrue();
    }

    @Test
    void requestsOfOneKeyAtOnceAreOneOrder() {
        String customer = UUID.randomUUID().toString();
        List<Future<PlaceOutcome>> outcomes = IntStream.range(0, 50)
                .mapToObj(i -> node.place(customer, "same", UNITS))
                .toList();

        assertThat(outcomes.stream().map(outcome -> idOf(await(outcome))).distinct())
                .hasSize(1);
    }

    @Test
    void aNodeCountsExactlyHoweverManyComeAtOnce() {
        List<Future<PlaceOutcome>> small = new ArrayList<>();
        List<Future<PlaceOutcome>> large = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            small.add(node.place("eve", "k" + i, 1));
            large.add(node.place("fay", "k" + i, UNITS / 2));
        }

        assertThat(placed(small)).isEqualTo(ORDERS);
        assertThat(placed(large)).isEqualTo(2);
    }

    /** Several nodes exceed the bound by as much as the documents say, and no more. */
    @Test
    void eachFurtherNodeTakesOneBoundMoreAtTheMost() {
        List<Future<PlaceOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            outcomes.add((i % 2 == 0 ? node : other).place("gil", "k" + i, 1));
        }

        assertThat(placed(outcomes)).isBetween((long) ORDERS, 2L * ORDERS);
        assertThat(await(node.place("gil", "late", 1))).isInstanceOf(TooManyOpenOrders.class);
    }
}
