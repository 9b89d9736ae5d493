package dev.souk.stock;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.money.Money;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.Item;
import dev.souk.order.message.OrderEvents.OrderEnded;
import dev.souk.order.message.OrderEvents.OrderPlaced;
import dev.souk.order.message.OrderEvents.OrderReserved;
import dev.souk.stock.domain.Counters;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stock between a real broker and a real database: order events in, stock events out. */
class StockVerticleTest {
    private static final Queue<String> SOLD_OUT = new ConcurrentLinkedQueue<>();

    private static TestDatabase database;
    private static StockTables tables;
    private static Messaging messaging;

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create(Map.of("kafka.max-poll-records", "50"));
        tables = new StockTables(database);
        TopicAdmin.ensureTopics(database.settings.kafka());
        messaging = new Messaging(database.vertx, database.settings, "test", database.transactions, database.metrics);
        Bus bus = new Bus(database.vertx, Duration.ofSeconds(10));
        await(bus.listen(StockEndpoints.SOLD_OUT, hint -> SOLD_OUT.addAll(hint.skus())));
        await(database.vertx.deployVerticle(new StockVerticle(bus, messaging, database.metrics)));
    }

    @AfterEach
    void check() {
        tables.check();
    }

    @AfterAll
    static void close() {
        await(database.vertx.deploymentIDs().stream()
                .map(database.vertx::undeploy)
                .reduce(Future.succeededFuture(), (one, other) -> one.compose(done -> other)));
        await(messaging.close());
        database.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    private static <T> NewEvent<T> event(EventType<T> type, UUID order, long seq, T data) {
        return NewEvent.of(type, order.toString(), seq, Instant.now(), null, data);
    }

    private static NewEvent<?> placed(UUID order, Item... items) {
        return event(
                OrderEvents.PLACED,
                order,
                1,
                new OrderPlaced(order, "ann", List.of(items), Instant.now().plusSeconds(100)));
    }

    private static void publish(List<NewEvent<?>> events) {
        await(messaging.facts().commit("test", tx -> Future.succeededFuture(new Decided<>("", events))));
    }

    /** @return types of the stock events about the order */
    private static List<String> said(UUID order) {
        return tables.texts(
                "SELECT payload::json ->> 'type' FROM outbox WHERE topic = 'souk.stock' AND key = $1",
                order.toString());
    }

    @Test
    void twoHundredOrdersThroughTheBrokerForFiftyUnitsGiveExactlyFifty() {
        tables.open("v-hot", 50);
        List<UUID> orders =
                IntStream.range(0, 200).mapToObj(i -> UUID.randomUUID()).toList();

        publish(orders.stream()
                .<NewEvent<?>>map(order -> placed(order, new Item("v-hot", 1)))
                .toList());

        List<String> all = new ArrayList<>();
        eventually().untilAsserted(() -> {
            all.clear();
            orders.forEach(order -> all.addAll(said(order)));
            assertThat(all).hasSize(200);
        });
        assertThat(Collections.frequency(all, "stock.reserved")).isEqualTo(50);
        assertThat(tables.counters("v-hot")).isEqualTo(new Counters(50, 0, 50, 0));
    }

    @Test
    void allAreToldOfWhatIsSoldOutAndNotOfWhatIsShort() {
        tables.open("v-last", 5);
        tables.open("v-short", 5);
        UUID most = UUID.randomUUID();
        UUID tooMany = UUID.randomUUID();
        publish(List.of(placed(most, new Item("v-last", 4)), placed(tooMany, new Item("v-short", 6))));
        eventually().untilAsserted(() -> {
            assertThat(said(most)).containsExactly("stock.reserved");
            assertThat(said(tooMany)).containsExactly("stock.rejected");
        });

        UUID last = UUID.randomUUID();
        publish(List.of(placed(last, new Item("v-last", 1))));

        eventually().untilAsserted(() -> assertThat(SOLD_OUT).contains("v-last"));
        long hints = SOLD_OUT.stream().filter("v-last"::equals).count();
        UUID late = UUID.randomUUID();
        publish(List.of(placed(late, new Item("v-last", 1), new Item("v-never", 1))));
        eventually().untilAsserted(() -> {
            assertThat(SOLD_OUT).contains("v-never");
            assertThat(SOLD_OUT.stream().filter("v-last"::equals))
                    .as("told again, for whoever did not hear it")
                    .hasSize((int) hints + 1);
        });
        assertThat(hints).isOne();
        assertThat(SOLD_OUT).doesNotContain("v-short");
    }

    @Test
    void theSameSkuTwiceInAnOrderIsOneReservation() {
        tables.open("v-twice", 5);
        UUID order = UUID.randomUUID();

        publish(List.of(placed(order, new Item("v-twice", 2), new Item("v-twice", 3))));

        eventually().untilAsserted(() -> assertThat(said(order)).containsExactly("stock.reserved"));
        assertThat(tables.reservations(order)).containsExactly("v-twice HELD");
        assertThat(tables.counters("v-twice")).isEqualTo(new Counters(5, 0, 5, 0));
    }

    @Test
    void anEventThatMakesNoSenseGoesAsideAndTheOthersGoOn() {
        tables.open("v-poison", 5);
        UUID before = UUID.randomUUID();
        UUID poison = UUID.randomUUID();
        UUID after = UUID.randomUUID();

        publish(List.of(
                placed(before, new Item("v-poison", 1)),
                placed(poison, new Item("v-poison", -4)),
                placed(after, new Item("v-poison", 1)),
                event(OrderEvents.CANCELLED, before, 2, new OrderEnded(before, "ann", "cancelled_by_buyer"))));

        eventually().untilAsserted(() -> {
            assertThat(said(after)).containsExactly("stock.reserved");
            assertThat(tables.reservations(before)).containsExactly("v-poison RELEASED");
            assertThat(database.metrics
                            .counter("souk.consumer.dead", "consumer", "stock")
                            .count())
                    .isOne();
        });
        assertThat(tables.order(poison)).isEmpty();
    }

    @Test
    void eventsThatStockNeedNotKnowLeaveNoTrace() {
        tables.open("v-inbox", 5);
        UUID order = UUID.randomUUID();
        NewEvent<?> reserved = event(OrderEvents.RESERVED, order, 2, new OrderReserved(order, new Money(1, "GBP")));
        NewEvent<?> placed = placed(order, new Item("v-inbox", 1));

        publish(List.of(reserved, placed));

        eventually().untilAsserted(() -> assertThat(said(order)).containsExactly("stock.reserved"));
        assertThat(tables.texts("SELECT event_id FROM inbox WHERE event_id = ANY ($1)", (Object)
                        new UUID[] {reserved.id(), placed.id()}))
                .as("stock itself tells which orders it knows")
                .isEmpty();
    }

    /** The event comes again at another offset of another partition: only stock's own rows tell that it is known. */
    @Test
    void whatComesAgainChangesNothing() {
        tables.open("v-again", 5);
        UUID order = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        NewEvent<?> placed = placed(order, new Item("v-again", 1));
        publish(List.of(placed));
        eventually().untilAsserted(() -> assertThat(said(order)).containsExactly("stock.reserved"));

        double before = repeated();
        awaitPublished();
        publish(List.of(placed));
        eventually().untilAsserted(() -> assertThat(repeated()).isEqualTo(before + 1));
        awaitPublished();
        publish(List.of(placed, placed(other, new Item("v-again", 1))));

        eventually().untilAsserted(() -> assertThat(repeated()).isEqualTo(before + 2));
        eventually().untilAsserted(() -> assertThat(said(other)).containsExactly("stock.reserved"));
        assertThat(said(order)).containsExactly("stock.reserved");
        assertThat(tables.counters("v-again")).isEqualTo(new Counters(5, 3, 2, 0));
    }

    /** Waits until nothing is pending: an event on its way is not sent a second time. */
    private static void awaitPublished() {
        eventually().until(() -> tables.texts("SELECT id FROM outbox_pending").isEmpty());
    }

    private static double repeated() {
        return database.metrics
                .get("souk.stock.ignored")
                .tag("reason", "repeated")
                .counter()
                .count();
    }
}
