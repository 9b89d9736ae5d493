package dev.souk.stock;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Statuses;
import dev.souk.order.message.OrderStatus;
import dev.souk.stock.domain.Counters;
import dev.souk.stock.domain.OrderFact;
import dev.souk.stock.domain.OrderFact.Placed;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sweeper on a real database; the test sets the orders' states. */
class HoldSweeperTest {
    private static final Duration AGE = Duration.ofMillis(200);

    private final Map<UUID, OrderStatus> orders = new ConcurrentHashMap<>();
    private TestDatabase database;
    private StockTables tables;
    private Bus bus;
    private Messaging messaging;

    @BeforeEach
    @SuppressWarnings("NullAway.Init") // made here
    void open() {
        database = TestDatabase.create();
        tables = new StockTables(database);
        bus = new Bus(database.vertx, Duration.ofSeconds(10));
        messaging = new Messaging(database.vertx, database.settings, "test", database.transactions, database.metrics);
        await(bus.serve(OrderEndpoints.STATUSES, ask -> {
            Map<UUID, OrderStatus> known = new HashMap<>(orders);
            known.keySet().retainAll(ask.ids());
            return Future.succeededFuture(new Statuses(known));
        }));
    }

    @AfterEach
    void close() {
        tables.check();
        await(messaging.close());
        database.close();
    }

    private void hold(String sku, List<UUID> by) {
        tables.open(sku, 2_000);
        List<OrderFact> facts = by.stream()
                .<OrderFact>map(order ->
                        new Placed(order, Map.of(sku, 1L), Instant.now().plusSeconds(60), null))
                .toList();
        await(database.transactions.run(
                "test", tx -> new StockLedger(new StockMetrics(database.metrics)).take(tx, facts)));
    }

    private double gauge(String name) {
        return database.metrics.get(name).gauge().value();
    }

    private String deploy() {
        return await(database.vertx.deployVerticle(new HoldSweeperVerticle(bus, messaging, AGE, database.metrics)));
    }

    @Test
    void oldHoldsFollowTheirOrders() {
        UUID cancelled = UUID.randomUUID();
        UUID shipped = UUID.randomUUID();
        UUID pending = UUID.randomUUID();
        UUID unknown = UUID.randomUUID();
        hold("swept", List.of(cancelled, shipped, pending, unknown));
        orders.putAll(
                Map.of(cancelled, OrderStatus.CANCELLED, shipped, OrderStatus.SHIPPED, pending, OrderStatus.PENDING));

        String sweeper = deploy();
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(tables.reservations(cancelled)).containsExactly("swept RELEASED");
            assertThat(tables.reservations(shipped)).containsExactly("swept COMMITTED");
            assertThat(gauge("souk.stock.holds.unknown")).isOne();
        });
        assertThat(tables.order(cancelled)).containsExactly("ENDED");
        assertThat(tables.order(shipped)).containsExactly("CONFIRMED");
        assertThat(tables.reservations(pending)).containsExactly("swept HELD");
        assertThat(tables.reservations(unknown)).containsExactly("swept HELD");
        assertThat(tables.counters("swept")).isEqualTo(new Counters(2_000, 1_997, 2, 1));

        orders.putAll(Map.of(pending, OrderStatus.EXPIRED, unknown, OrderStatus.REJECTED));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(tables.counters("swept")).isEqualTo(new Counters(2_000, 1_999, 0, 1));
            assertThat(gauge("souk.stock.holds.unknown")).isZero();
            assertThat(gauge("souk.stock.holds.old")).isZero();
            assertThat(database.metrics.counter("souk.stock.holds.settled").count())
                    .isEqualTo(4);
        });
        await(database.vertx.undeploy(sweeper));
    }

    @Test
    void holdsThatMustStayDoNotKeepTheSweeperFromTheOthers() {
        List<UUID> waiting =
                IntStream.range(0, 1_100).mapToObj(i -> UUID.randomUUID()).toList();
        hold("pages", waiting);
        UUID last = UUID.randomUUID();
        hold("behind", List.of(last));
        waiting.forEach(order -> orders.put(order, OrderStatus.RESERVED));
        orders.put(last, OrderStatus.PAYMENT_FAILED);

        String sweeper = deploy();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(tables.reservations(last)).containsExactly("behind RELEASED"));
        assertThat(tables.counters("pages")).isEqualTo(new Counters(2_000, 900, 1_100, 0));
        await(database.vertx.undeploy(sweeper));
    }
}
