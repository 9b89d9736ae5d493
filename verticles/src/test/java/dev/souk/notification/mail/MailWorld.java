package dev.souk.notification.mail;

import static dev.souk.testing.TestDatabase.await;

import dev.souk.bus.Bus;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.Product;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.money.Money;
import dev.souk.notification.mail.domain.MailKind;
import dev.souk.order.OrderPlacementVerticle;
import dev.souk.order.OrderQueriesVerticle;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderItem;
import dev.souk.order.message.OrderEndpoints.PlaceOrder;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.OrderConfirmed;
import dev.souk.order.message.OrderEvents.OrderEnded;
import dev.souk.order.message.OrderEvents.OrderMoved;
import dev.souk.order.message.OrderView;
import dev.souk.payment.message.CardTokens;
import dev.souk.settings.Settings;
import dev.souk.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** Orders and mail on a real database and broker. The test says what happens to the orders. */
final class MailWorld implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String HOSTILE = "<script>alert('x')</script>\r\nBcc: eve@evil.example\r\n\r\n.\r\nQUIT";

    final TestDatabase database;
    final Bus bus;
    private final Messaging messaging;
    private final List<Messaging> nodes = new ArrayList<>();

    MailWorld(int smtpPort, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "mail.host",
                "127.0.0.1",
                "mail.port",
                Integer.toString(smtpPort),
                "mail.security",
                "none",
                "mail.from",
                "The Souk <orders@souk.example>",
                "mail.sweep-every",
                "100ms",
                "mail.retry-after",
                "100ms"));
        settings.putAll(overrides);
        database = TestDatabase.create(settings);
        bus = new Bus(database.vertx, Duration.ofSeconds(10));
        messaging = new Messaging(database.vertx, settings(), "shop", database.transactions, database.metrics);
        TopicAdmin.ensureTopics(settings().kafka());
        await(bus.serve(
                CatalogEndpoints.PRODUCTS,
                question -> Future.succeededFuture(new Products(
                        question.skus().stream().map(MailWorld::product).toList()))));
        await(database.vertx.deployVerticle(new OrderPlacementVerticle(
                bus,
                messaging,
                settings().order(),
                new CardTokens(settings().payment()),
                database.metrics,
                UUID::randomUUID)));
        await(database.vertx.deployVerticle(new OrderQueriesVerticle(bus, database.transactions)));
    }

    private static Product product(String sku) {
        String name = sku.startsWith("evil") ? HOSTILE : "Tässchen " + sku;
        return new Product(sku, name, "", "things", new Money(123_450, "EUR"), 1, Instant.EPOCH);
    }

    Settings settings() {
        return database.settings;
    }

    /** A node's part in mail. @return its own metrics */
    SimpleMeterRegistry node(String name) {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Messaging of = new Messaging(database.vertx, settings(), name, database.transactions, metrics);
        nodes.add(of);
        for (Supplier<VerticleBase> verticle : MailVerticles.of(settings().mail(), of, bus, metrics)) {
            await(database.vertx.deployVerticle(verticle.get()));
        }
        return metrics;
    }

    OrderView place(@Nullable String email, @Nullable String locale, @Nullable String shipTo, String... skus) {
        List<OrderItem> items =
                java.util.Arrays.stream(skus).map(sku -> new OrderItem(sku, 2)).toList();
        PlaceOrder order = new PlaceOrder(
                "ann", UUID.randomUUID().toString(), "h", items, null, "tok_ok", null, email, shipTo, locale, null);
        return ((Placed) await(bus.ask(OrderEndpoints.PLACE, order))).order();
    }

    UUID tell(MailKind kind, OrderView order, boolean hasEmail) {
        return tell(kind, order, hasEmail, Instant.now());
    }

    /** States that it happened to the order. @return id of the event */
    UUID tell(MailKind kind, OrderView order, boolean hasEmail, Instant at) {
        UUID id = order.id();
        NewEvent<?> event = switch (kind) {
            case CONFIRMED ->
                event(
                        OrderEvents.CONFIRMED,
                        id,
                        at,
                        new OrderConfirmed(id, "ann", order.total(), List.of(), null, null, hasEmail));
            case SHIPPED -> event(OrderEvents.SHIPPED, id, at, new OrderMoved(id, "ann", hasEmail));
            case REFUNDED -> event(OrderEvents.REFUNDED, id, at, new OrderMoved(id, "ann", hasEmail));
            case CANCELLED -> event(OrderEvents.CANCELLED, id, at, new OrderEnded(id, "ann", "x", hasEmail));
            case PAYMENT_FAILED -> event(OrderEvents.PAYMENT_FAILED, id, at, new OrderEnded(id, "ann", "x", hasEmail));
        };
        await(messaging.facts().commit("test", tx -> Future.succeededFuture(new Decided<>(true, List.of(event)))));
        return event.id();
    }

    private static <T> NewEvent<T> event(EventType<T> type, UUID order, Instant at, T data) {
        return NewEvent.of(type, order.toString(), 3, at, null, data);
    }

    /** @return state of the letter about the event; empty: there is none */
    String state(UUID event) {
        var rows = await(database.pool
                .preparedQuery("SELECT state FROM mail WHERE event_id = $1")
                .execute(Tuple.of(event)));
        return rows.size() == 0 ? "" : rows.iterator().next().getString(0);
    }

    void awaitState(UUID event, String state) {
        patiently(state)
                .untilAsserted(() ->
                        org.assertj.core.api.Assertions.assertThat(state(event)).isEqualTo(state));
    }

    long count(String sql) {
        return await(database.pool.query(sql).execute()).iterator().next().getLong(0);
    }

    void execute(String sql, Object parameter) {
        await(database.pool.preparedQuery(sql).execute(Tuple.of(parameter)));
    }

    static ConditionFactory patiently(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(30));
    }

    @Override
    public void close() {
        List.copyOf(database.vertx.deploymentIDs()).forEach(id -> await(database.vertx.undeploy(id)));
        nodes.forEach(node -> await(node.close()));
        await(messaging.close());
        database.close();
    }
}
