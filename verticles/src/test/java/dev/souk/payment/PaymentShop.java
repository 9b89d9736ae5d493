package dev.souk.payment;

import static dev.souk.testing.TestDatabase.await;

import dev.souk.bus.Bus;
import dev.souk.bus.Json;
import dev.souk.embedded.FreePort;
import dev.souk.embedded.SharedStack;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.event.Topics;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.money.Money;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.PaymentTokens;
import dev.souk.order.message.OrderEndpoints.Statuses;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderEvents.OrderConfirmed;
import dev.souk.order.message.OrderEvents.OrderEnded;
import dev.souk.order.message.OrderEvents.OrderReserved;
import dev.souk.order.message.OrderStatus;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.Webhook;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import dev.souk.payment.provider.WebhookSignature;
import dev.souk.payment.sandbox.SandboxProviderVerticle;
import dev.souk.payment.store.PaymentRepository;
import dev.souk.payment.work.Handover;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * Payments and the sandbox provider on a real database, joined by real HTTP. The test answers and speaks for the
 * orders; the webhook route of the edge is a small server here.
 */
final class PaymentShop implements AutoCloseable {
    static final Money TOTAL = new Money(1_200, "GBP");
    static final String SECRET = "whsec_test";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final TestDatabase database;
    final Bus bus;
    final Messaging messaging;
    final TransactionRunner ledger;
    private final Pool ledgerPool;
    final List<WebhookOutcome> webhooks = new CopyOnWriteArrayList<>();
    final Map<UUID, String> tokens = new ConcurrentHashMap<>();
    final Map<UUID, OrderStatus> statuses = new ConcurrentHashMap<>();
    private final List<String> deployed = new ArrayList<>();
    private final HttpServer edge;
    private final OrderEventHandler orders;
    private String sandbox;

    PaymentShop(Map<String, String> overrides) {
        String ledgerName = "sandbox_" + COUNT.incrementAndGet();
        int sandboxPort = FreePort.next();
        int edgePort = FreePort.next();
        Map<String, String> settings = new HashMap<>(Map.of(
                "payment.provider-url",
                "http://127.0.0.1:" + sandboxPort,
                "payment.provider-timeout",
                "700ms",
                "payment.sweep-every",
                "50ms",
                "payment.lease",
                "2s",
                "payment.webhook-secret",
                SECRET,
                "sandbox.port",
                Integer.toString(sandboxPort),
                "sandbox.database",
                ledgerName,
                "sandbox.webhook-url",
                "http://127.0.0.1:" + edgePort + "/v1/payments/webhook"));
        settings.putAll(overrides);
        database = TestDatabase.create(settings);
        SharedStack.get().postgres().createDatabase(ledgerName);
        Flyway.configure()
                .dataSource("jdbc:postgresql://127.0.0.1:" + settings().sql().port() + "/" + ledgerName, "souk", "")
                .locations("classpath:db/sandbox")
                .load()
                .migrate();
        ledgerPool = SqlPool.open(database.vertx, settings().sql(), ledgerName);
        ledger = new TransactionRunner(database.vertx, ledgerPool, database.metrics, PATIENCE);
        bus = new Bus(database.vertx, Duration.ofSeconds(10));
        messaging = new Messaging(database.vertx, settings(), "test", database.transactions, database.metrics);
        TopicAdmin.ensureTopics(settings().kafka());
        Handover<Payment> nowhere = new Handover<>();
        orders = new OrderEventHandler(
                new PaymentRepository(), nowhere, settings().payment().lease());
        edge = await(
                database.vertx.createHttpServer().requestHandler(this::webhook).listen(edgePort, "127.0.0.1"));
        serveOrders();
        sandbox = startSandbox();
    }

    Settings settings() {
        return database.settings;
    }

    private void serveOrders() {
        await(bus.serve(OrderEndpoints.PAYMENT_TOKENS, question -> {
            Map<UUID, String> known = new HashMap<>();
            question.ids().forEach(id -> {
                String token = tokens.get(id);
                if (token != null) {
                    known.put(id, token);
                }
            });
            return Future.succeededFuture(new PaymentTokens(known));
        }));
        await(bus.serve(OrderEndpoints.STATUSES, question -> {
            Map<UUID, OrderStatus> known = new HashMap<>();
            question.ids().forEach(id -> {
                OrderStatus status = statuses.get(id);
                if (status != null) {
                    known.put(id, status);
                }
            });
            return Future.succeededFuture(new Statuses(known));
        }));
    }

    private void webhook(HttpServerRequest request) {
        String signature = Objects.requireNonNullElse(request.getHeader(WebhookSignature.HEADER), "");
        request.body()
                .compose(body -> bus.ask(PaymentEndpoints.WEBHOOK, new Webhook(signature, body.toString())))
                .onSuccess(outcome -> {
                    webhooks.add(outcome);
                    request.response()
                            .setStatusCode(outcome == WebhookOutcome.ACCEPTED ? 200 : 401)
                            .end();
                })
                .onFailure(failure -> request.response().setStatusCode(503).end());
    }

    private String startSandbox() {
        return await(database.vertx.deployVerticle(new SandboxProviderVerticle(settings(), database.metrics)));
    }

    void stopSandbox() {
        await(database.vertx.undeploy(sandbox));
    }

    void restartSandbox() {
        sandbox = startSandbox();
    }

    /** Everything that a node with the role has, but the consumer of the topic. */
    PaymentShop deploy() {
        return deployOnly(
                PaymentWorkerVerticle.class, RefundsVerticle.class, WebhookVerticle.class, ReviewVerticle.class);
    }

    PaymentShop deployOnly(Class<?>... verticles) {
        for (Supplier<VerticleBase> verticle : PaymentVerticles.of(settings(), messaging, bus, database.metrics)) {
            VerticleBase one = verticle.get();
            if (Arrays.asList(verticles).contains(one.getClass())) {
                deployed.add(await(database.vertx.deployVerticle(one)));
            }
        }
        return this;
    }

    /** A new order that is reserved and waits for its payment. */
    UUID reserved(String token) {
        UUID order = UUID.randomUUID();
        tokens.put(order, token);
        statuses.put(order, OrderStatus.RESERVED);
        tell(order, OrderEvents.RESERVED, new OrderReserved(order, TOTAL));
        return order;
    }

    UUID confirmed(String token) {
        UUID order = reserved(token);
        awaitState(order, PaymentState.AUTHORISED);
        confirm(order);
        return order;
    }

    void confirm(UUID order) {
        statuses.put(order, OrderStatus.CONFIRMED);
        tell(order, OrderEvents.CONFIRMED, new OrderConfirmed(order, "alice", TOTAL, List.of(), null, null));
    }

    void cancel(UUID order) {
        statuses.put(order, OrderStatus.CANCELLED);
        tell(order, OrderEvents.CANCELLED, new OrderEnded(order, "alice", "buyer"));
    }

    UUID captured(String token) {
        UUID order = confirmed(token);
        awaitState(order, PaymentState.CAPTURED);
        return order;
    }

    <T> void tell(UUID order, EventType<T> type, T data) {
        handle(List.of(event(order, type, data)));
    }

    /** Hands the events to the handler as the consumer does, in one transaction. */
    void handle(List<EventEnvelope> events) {
        Effects effects = await(database.transactions.run("test", tx -> orders.handle(tx, events)));
        effects.afterCommit().run();
    }

    static <T> EventEnvelope event(UUID order, EventType<T> type, T data) {
        return new EventEnvelope(
                "1.0",
                NewEvent.idOf(type.name(), order.toString(), 1),
                type.source(),
                type.name(),
                order.toString(),
                Instant.EPOCH,
                "application/json",
                1,
                null,
                Json.MAPPER.valueToTree(data));
    }

    @Nullable
    Payment find(UUID order) {
        List<Payment> found = await(
                database.transactions.read("test", client -> new PaymentRepository().find(client, List.of(order))));
        return found.isEmpty() ? null : found.getFirst();
    }

    Payment payment(UUID order) {
        return Objects.requireNonNull(find(order));
    }

    void awaitState(UUID order, PaymentState state) {
        patiently(order + " " + state).until(() -> payment(order).state() == state);
    }

    /** Waits until nothing is due for the payment any more. */
    void awaitRest(UUID order) {
        patiently(order + " at rest").until(() -> isAtRest(order));
    }

    static ConditionFactory patiently(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    boolean isAtRest(UUID order) {
        return rows(database.transactions, "SELECT due_at IS NULL FROM payment WHERE order_id = $1", Tuple.of(order))
                .iterator()
                .next()
                .getBoolean(0);
    }

    private static RowSet<Row> rows(TransactionRunner of, String sql, Tuple parameters) {
        return await(of.read("test", client -> client.preparedQuery(sql).execute(parameters)));
    }

    /** Changes rows past the payment's own code. */
    void tamper(TransactionRunner of, String sql, Object parameter) {
        await(of.run("test", tx -> tx.preparedQuery(sql).execute(Tuple.of(parameter))));
    }

    /** @return types of the events in the outbox, in the order of their seq */
    List<String> events(UUID order) {
        return payloads(order).stream()
                .map(payload -> Json.read(payload, EventEnvelope.class))
                .sorted((a, b) -> Long.compare(a.seq(), b.seq()))
                .map(EventEnvelope::type)
                .toList();
    }

    List<String> payloads(UUID order) {
        List<String> payloads = new ArrayList<>();
        rows(
                        database.transactions,
                        "SELECT payload FROM outbox WHERE key = $1 AND topic = $2",
                        Tuple.of(order.toString(), Topics.PAYMENTS))
                .forEach(row -> payloads.add(row.getString(0)));
        return payloads;
    }

    /** @return authorised, captured, refunded and whether it was voided; empty when the provider knows nothing */
    List<Object> atProvider(UUID order) {
        List<Object> books = new ArrayList<>();
        rows(
                        ledger,
                        "SELECT authorised, captured, refunded, voided FROM ledger_account WHERE payment = $1",
                        Tuple.of(payment(order).id()))
                .forEach(row ->
                        books.addAll(List.of(row.getLong(0), row.getLong(1), row.getLong(2), row.getBoolean(3))));
        return books;
    }

    /** @return the keys that the provider has seen for the payment */
    List<String> keysAtProvider(UUID order) {
        List<String> keys = new ArrayList<>();
        rows(
                        ledger,
                        "SELECT key FROM ledger_call WHERE payment = $1 ORDER BY key",
                        Tuple.of(payment(order).id()))
                .forEach(row -> keys.add(row.getString(0)));
        return keys;
    }

    @Override
    public void close() {
        deployed.reversed().forEach(id -> await(database.vertx.undeploy(id)));
        await(messaging.close());
        await(edge.close());
        await(ledgerPool.close());
        database.close();
    }
}
