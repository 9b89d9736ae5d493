package dev.souk.order.admission;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.Product;
import dev.souk.messaging.Messaging;
import dev.souk.money.Money;
import dev.souk.order.OrderCommandsVerticle;
import dev.souk.order.OrderPlacementVerticle;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.BacklogFull;
import dev.souk.order.message.OrderEndpoints.Change;
import dev.souk.order.message.OrderEndpoints.ChangeOrder;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEndpoints.SettledLately;
import dev.souk.payment.message.CardTokens;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The intake on a real database, while stock and payment stay silent and nothing settles by itself. */
class AdmissionTest {
    private static final int FREE = 20;

    private final AtomicInteger keys = new AtomicInteger();
    private TestDatabase database;
    private Bus bus;
    private Messaging messaging;

    @BeforeEach
    void open() {
        database = TestDatabase.create(Map.of("order.backlog-free", Integer.toString(FREE)));
        bus = new Bus(database.vertx, Duration.ofSeconds(20));
        messaging = new Messaging(database.vertx, database.settings, "test", database.transactions, database.metrics);
        await(bus.serve(
                CatalogEndpoints.PRODUCTS,
                question -> Future.succeededFuture(new Products(question.skus().stream()
                        .map(sku -> new Product(sku, sku, "", "", new Money(1, "GBP"), 1, Instant.EPOCH))
                        .toList()))));
        await(database.vertx.deployVerticle(new OrderPlacementVerticle(
                bus,
                messaging,
                database.settings.order(),
                new CardTokens(database.settings.payment()),
                database.metrics,
                UUID::randomUUID)));
        await(database.vertx.deployVerticle(new OrderCommandsVerticle(bus, messaging, database.metrics)));
    }

    @AfterEach
    void close() {
        await(messaging.close());
        database.close();
    }

    private Future<PlaceOutcome> place(String key) {
        return bus.ask(
                OrderEndpoints.PLACE,
                new PlaceOrder(
                        "ann", key, "h", List.of(new OrderItem("sku", 1)), null, "tok_ok", null, null, null, null));
    }

    private PlaceOutcome place() {
        return await(place("key-" + keys.incrementAndGet()));
    }

    private UUID placed(PlaceOutcome outcome) {
        return ((Placed) outcome).order().id();
    }

    /** While a count is under way an order may be seen twice, and refused though there is room for it. */
    private List<UUID> fill(int orders) {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            made.add(placed(
                    Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::place, Placed.class::isInstance)));
        }
        return made;
    }

    @Test
    void whatIsBeyondTheBoundIsRefusedAndKnownKeysAreAnswered() {
        UUID first = placed(await(place("first")));
        fill(FREE - 1);

        for (int i = 0; i < 10; i++) {
            assertThat(place()).isEqualTo(new BacklogFull(BacklogBound.LONGEST));
        }
        Placed again = (Placed) await(place("first"));
        assertThat(again.replayed()).isTrue();
        assertThat(again.order().id()).isEqualTo(first);
        assertThat(database.metrics
                        .counter("souk.order.refused", "reason", "busy")
                        .count())
                .isGreaterThanOrEqualTo(10);
    }

    @Test
    void aCrowdIsHeldToTheBoundToo() {
        List<Future<PlaceOutcome>> crowd = new ArrayList<>();
        for (int i = 0; i < 10 * FREE; i++) {
            crowd.add(place("crowd-" + i));
        }

        long taken = crowd.stream()
                .filter(outcome -> await(outcome) instanceof Placed)
                .count();
        assertThat(taken).isBetween(1L, (long) FREE);
    }

    @Test
    void whatIsSettledMakesRoom() {
        List<UUID> made = fill(FREE);
        assertThat(place()).isInstanceOf(BacklogFull.class);

        await(bus.ask(OrderEndpoints.CHANGE, new ChangeOrder(made.getFirst(), "ann", Change.CANCEL, "ann", null)));

        fill(1);
        assertThat(place()).isInstanceOf(BacklogFull.class);
    }

    @Test
    void ordersThatSettleElsewhereRaiseTheBound() {
        fill(FREE);
        assertThat(place()).isInstanceOf(BacklogFull.class);

        bus.hint(OrderEndpoints.SETTLED, new SettledLately(1_000));

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            bus.hint(OrderEndpoints.SETTLED, new SettledLately(1_000));
            return place() instanceof Placed;
        });
    }

    @Test
    void whatWaitsAndMayWaitIsMeasured() {
        fill(FREE / 2);

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(database.metrics.get("souk.order.backlog").gauge().value())
                    .isEqualTo(FREE / 2);
            assertThat(database.metrics.get("souk.order.backlog.bound").gauge().value())
                    .isEqualTo(FREE);
            assertThat(database.metrics.get("souk.order.drain").gauge().value()).isZero();
        });
    }
}
