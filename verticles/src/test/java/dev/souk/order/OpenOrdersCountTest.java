package dev.souk.order;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.BusyException;
import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.messaging.Messaging;
import dev.souk.money.Money;
import dev.souk.order.message.OrderEndpoints.PlaceOutcome;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEndpoints.TooManyOpenOrders;
import dev.souk.order.message.OrderView.OrderLine;
import dev.souk.order.store.NewOrder;
import dev.souk.order.store.OrderReadRepository;
import dev.souk.order.store.OrderRepository;
import dev.souk.settings.Settings;
import dev.souk.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a node counts orders that it is just taking: it commits them on a real database, and hears of it when the test says so. */
class OpenOrdersCountTest {
    private static final int ORDERS = 3;

    private static TestDatabase database;
    private static Messaging messaging;

    private final ClaimRepository claims = new ClaimRepository();
    private final OrderRepository repository = new OrderRepository();
    private final OrderReadRepository reads = new OrderReadRepository();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final String customer = UUID.randomUUID().toString();
    /** The future that an order's outcome waits for, by key. An order without one is answered once it is committed. */
    private final Map<String, Future<?>> holds = new ConcurrentHashMap<>();

    private final Map<String, Promise<PlaceOutcome>> committed = new ConcurrentHashMap<>();
    private Context context;
    private OpenOrders open;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        messaging = new Messaging(database.vertx, database.settings, "test", database.transactions, database.metrics);
    }

    @AfterAll
    static void stop() {
        await(messaging.close());
        database.close();
    }

    @BeforeEach
    void open() {
        context = database.vertx.getOrCreateContext();
        open = open(ORDERS, 1_000, this::takeReally);
    }

    private OpenOrders open(int mostOrders, int queue, Function<NewOrder, Future<PlaceOutcome>> taker) {
        Settings.Order of = database.settings.order();
        Settings.Order settings = new Settings.Order(
                of.deadline(),
                of.batchLines(),
                of.batchLinger(),
                queue,
                of.batchQueuePerCustomer(),
                of.batchesInFlight(),
                of.maxLines(),
                of.maxQuantity(),
                mostOrders,
                0,
                of.backlogShare(),
                of.backlogFree(),
                of.sweepEvery());
        return onLoop(() -> Future.succeededFuture(new OpenOrders(
                database.vertx,
                metrics,
                database.transactions,
                settings,
                taker,
                new OrderRefusals(database.vertx, metrics, database.transactions, claims, repository, reads))));
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> work.get().onComplete(promise));
        return await(promise.future());
    }

    private Future<PlaceOutcome> takeReally(NewOrder order) {
        OrderPlacement placement = new OrderPlacement(
                claims, repository, reads, database.settings.order().deadline());
        String key = order.claim().key();
        return placement
                .place(messaging.facts(), List.of(order))
                .map(List::getFirst)
                .onComplete(committed.computeIfAbsent(key, k -> Promise.promise()))
                .compose(outcome ->
                        holds.getOrDefault(key, Future.succeededFuture()).map(outcome));
    }

    private void release(Promise<Void> hold, @Nullable Throwable failure) {
        context.runOnContext(turn -> hold.complete(null, failure));
    }

    private NewOrder order(String key, int lines) {
        UUID id = UUID.randomUUID();
        List<OrderLine> of = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            of.add(new OrderLine("sku-" + i, "name", 1, new Money(1, "GBP"), new Money(1, "GBP"), null));
        }
        Claim claim = new Claim(customer, OrderPlacementVerticle.ROUTE, key, "hash", id.toString());
        return new NewOrder(
                id, claim, customer, of, new Money(lines, "GBP"), "tok_ok", null, null, null, null, null, null);
    }

    private Future<PlaceOutcome> take(String key) {
        Promise<PlaceOutcome> promise = Promise.promise();
        context.runOnContext(turn -> open.take(order(key, 1)).onComplete(promise));
        return promise.future();
    }

    /** Takes an order that is committed and has no answer yet. */
    private Future<PlaceOutcome> takeAndHold(String key, Future<?> until) {
        holds.put(key, until);
        Promise<PlaceOutcome> written = committed.computeIfAbsent(key, k -> Promise.promise());
        Future<PlaceOutcome> outcome = take(key);
        await(written.future());
        return outcome;
    }

    @Test
    void whatIsStoredAndNotAnsweredYetCountsOnce() {
        Promise<Void> release = Promise.promise();
        Future<PlaceOutcome> a = takeAndHold("a", release.future());
        Future<PlaceOutcome> b = takeAndHold("b", release.future());

        assertThat(await(take("c"))).isInstanceOf(Placed.class);
        Future<PlaceOutcome> beyond = take("d");
        release(release, null);

        assertThat(await(beyond)).isInstanceOf(TooManyOpenOrders.class);
        assertThat(await(a)).isInstanceOf(Placed.class);
        assertThat(await(b)).isInstanceOf(Placed.class);
    }

    @Test
    void aRequestThatMakesNoOrderKeepsNobodyOut() {
        await(take("a"));
        await(take("b"));
        Promise<Void> fails = Promise.promise();
        Promise<NewOrder> taken = Promise.promise();
        open = open(ORDERS, 1_000, order -> {
            if (order.claim().key().equals("c")) {
                taken.tryComplete(order);
                return fails.future().compose(never -> takeReally(order));
            }
            return takeReally(order);
        });
        Future<PlaceOutcome> failing = take("c");
        await(taken.future());
        Future<PlaceOutcome> waits = take("d");
        // Its count comes after that of d.
        await(take("a"));
        release(fails, new BusyException("no room"));

        assertThat(await(waits)).isInstanceOf(Placed.class);
        assertThatThrownBy(() -> await(failing)).isInstanceOf(BusyException.class);
        assertThat(await(take("e"))).isInstanceOf(TooManyOpenOrders.class);
    }

    @Test
    void retriesInTheSameBurstTakeNobodysPlaceAndAreNeverRefused() {
        await(take("a"));
        await(take("b"));

        List<Future<PlaceOutcome>> burst = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            burst.add(take("a"));
            burst.add(take("b"));
        }
        Future<PlaceOutcome> third = take("c");
        List<Future<PlaceOutcome>> beyond = List.of(take("d"), take("e"), take("f"));

        assertThat(await(third)).isInstanceOf(Placed.class);
        assertThat(beyond).allSatisfy(outcome -> assertThat(await(outcome)).isInstanceOf(TooManyOpenOrders.class));
        assertThat(burst)
                .allSatisfy(outcome -> assertThat(await(outcome))
                        .isInstanceOfSatisfying(
                                Placed.class,
                                placed -> assertThat(placed.replayed()).isTrue()));
        assertThat(await(take("c"))).isInstanceOf(Placed.class);
    }

    @Test
    void whoeverWaitsForTheCountIsBoundedByOrderLines() {
        List<NewOrder> taken = new ArrayList<>();
        OpenOrders narrow = open(1_000, 50, order -> {
            taken.add(order);
            return Future.failedFuture(new IllegalStateException("taken"));
        });

        List<Future<PlaceOutcome>> outcomes = onLoop(() -> {
            List<Future<PlaceOutcome>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(narrow.take(order("k" + i, 2)));
            }
            return Future.succeededFuture(all);
        });

        await(Future.join(outcomes).otherwiseEmpty());
        assertThat(taken).hasSize(25);
        assertThat(outcomes.stream().filter(outcome -> outcome.cause() instanceof BusyException))
                .hasSize(15);
        assertThat(metrics.counter("souk.batch.refused", "batch", "open-orders").count())
                .isEqualTo(15);
    }

    @Test
    void whoeverWaitsForTheOutcomeOfOthersIsBoundedByOrderLines() {
        Promise<Void> release = Promise.promise();
        open = open(1, 10, order -> takeReally(order));
        Future<PlaceOutcome> held = takeAndHold("held", release.future());

        List<Future<PlaceOutcome>> waiting = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            waiting.add(take("w" + i));
            int counted = 1 + i;
            Awaitility.await().until(() -> counted() == counted);
        }
        assertThatThrownBy(() -> await(take("last"))).isInstanceOf(BusyException.class);
        release(release, null);

        assertThat(await(held)).isInstanceOf(Placed.class);
        assertThat(waiting).allSatisfy(outcome -> assertThat(await(outcome)).isInstanceOf(TooManyOpenOrders.class));
    }

    /** The number of orders whose customers were counted. */
    private double counted() {
        return metrics.summary("souk.batch.size", "batch", "open-orders").totalAmount();
    }

    @Test
    void withoutBoundsNothingIsAskedOfTheDatabase() {
        List<NewOrder> taken = new ArrayList<>();
        OpenOrders unbounded = open(0, 10, order -> {
            taken.add(order);
            return Future.succeededFuture(new TooManyOpenOrders("of the test"));
        });

        onLoop(() -> {
            for (int i = 0; i < 40; i++) {
                unbounded.take(order("k" + i, 1));
            }
            assertThat(taken).as("at once").hasSize(40);
            return Future.succeededFuture();
        });

        assertThat(counted()).isZero();
    }
}
