package dev.souk.stock;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.NewEvent;
import dev.souk.sql.LostRaceException;
import dev.souk.sql.SqlPool;
import dev.souk.sql.SqlState;
import dev.souk.sql.TransactionRunner;
import dev.souk.stock.domain.CounterDelta;
import dev.souk.stock.domain.Counters;
import dev.souk.stock.domain.OrderFact;
import dev.souk.stock.domain.OrderFact.Confirmed;
import dev.souk.stock.domain.OrderFact.Ended;
import dev.souk.stock.domain.OrderFact.Placed;
import dev.souk.stock.domain.Reservation;
import dev.souk.stock.domain.ReservationState;
import dev.souk.stock.domain.StockDecision;
import dev.souk.stock.domain.StockDecision.OrderMove;
import dev.souk.stock.domain.StockDecision.ReservationMove;
import dev.souk.stock.domain.StockOrderState;
import dev.souk.stock.store.CountersRepository;
import dev.souk.stock.store.ReservationRepository;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stock's transactions on a real database. */
class StockLedgerTest {
    private static TestDatabase database;
    private static StockTables tables;
    private static StockLedger ledger;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        tables = new StockTables(database);
        ledger = new StockLedger(new StockMetrics(database.metrics));
    }

    @AfterEach
    void check() {
        tables.check();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Placed placed(UUID order, Map<String, Long> wanted) {
        return new Placed(order, wanted, Instant.now().plusSeconds(60), null);
    }

    private static List<OrderFact> rush(int orders, String sku) {
        return IntStream.range(0, orders)
                .<OrderFact>mapToObj(i -> placed(UUID.randomUUID(), Map.of(sku, 1L)))
                .toList();
    }

    private static Future<Effects> take(TransactionRunner by, List<OrderFact> facts) {
        return by.run("stock", TransactionRunner.FOREVER, tx -> ledger.take(tx, facts))
                .onSuccess(effects -> effects.afterCommit().run());
    }

    private static List<String> names(Effects effects) {
        return effects.events().stream().map(event -> event.type().name()).toList();
    }

    private static Effects take(OrderFact... facts) {
        return await(take(database.transactions, List.of(facts)));
    }

    /** Handles the facts as one consumer does: its batches one after the other. */
    private static Future<List<String>> takeInBatches(TransactionRunner by, List<OrderFact> facts, int size) {
        List<String> said = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (int from = 0; from < facts.size(); from += size) {
            List<OrderFact> batch = facts.subList(from, Math.min(facts.size(), from + size));
            done = done.compose(before -> take(by, batch).map(effects -> {
                said.addAll(names(effects));
                return null;
            }));
        }
        return done.map(said);
    }

    @Test
    void twoHundredOrdersForFiftyUnitsGiveExactlyFifty() {
        tables.open("fifty", 50);

        List<String> said = await(takeInBatches(database.transactions, rush(200, "fifty"), 30));

        assertThat(Collections.frequency(said, "stock.reserved")).isEqualTo(50);
        assertThat(Collections.frequency(said, "stock.rejected")).isEqualTo(150);
        assertThat(tables.counters("fifty")).isEqualTo(new Counters(50, 0, 50, 0));
    }

    @Test
    void consumersThatFightForAHotSkuNeverSellMoreThanThereIs() {
        tables.open("hot", 300);
        List<Pool> pools = new ArrayList<>();
        List<Future<List<String>>> consumers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Pool pool = SqlPool.open(database.vertx, database.settings.sql());
            pools.add(pool);
            TransactionRunner runner =
                    new TransactionRunner(database.vertx, pool, database.metrics, Duration.ofSeconds(20));
            consumers.add(takeInBatches(runner, rush(200, "hot"), 10));
        }
        List<String> said = new ArrayList<>();
        consumers.forEach(consumer -> said.addAll(await(consumer)));

        assertThat(Collections.frequency(said, "stock.reserved")).isEqualTo(300);
        assertThat(Collections.frequency(said, "stock.rejected")).isEqualTo(300);
        assertThat(tables.counters("hot")).isEqualTo(new Counters(300, 0, 300, 0));
        assertThat(database.metrics
                        .counter("souk.sql.retries", "transaction", "stock", "reason", SqlState.CONFLICT.name())
                        .count())
                .as("they met")
                .isPositive();
        pools.forEach(pool -> await(pool.close()));
    }

    @Test
    void consumersThatTakeManySkusFromBothEndsDoNotDeadlock() {
        List<String> skus = IntStream.range(0, 20).mapToObj(i -> "m" + i).toList();
        skus.forEach(sku -> tables.open(sku, 1_000));
        Random random = new Random(7);
        List<Future<List<String>>> consumers = IntStream.range(0, 3)
                .mapToObj(consumer -> IntStream.range(0, 60)
                        .<OrderFact>mapToObj(i -> placed(
                                UUID.randomUUID(),
                                Map.of(
                                        skus.get(random.nextInt(10)),
                                        1L + random.nextInt(3),
                                        skus.get(10 + random.nextInt(10)),
                                        2L)))
                        .toList())
                .map(facts -> takeInBatches(database.transactions, facts, 15))
                .toList();
        consumers.forEach(consumer -> assertThat(await(consumer)).containsOnly("stock.reserved"));

        assertThat(tables.texts("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .containsExactly("0");
    }

    @Test
    void ofAConfirmationAndACancellationThatRaceTheUnitsEndInOnePlace() {
        tables.open("raced", 1_000);
        List<UUID> orders =
                IntStream.range(0, 40).mapToObj(i -> UUID.randomUUID()).toList();
        take(orders.stream().map(order -> placed(order, Map.of("raced", 2L))).toArray(OrderFact[]::new));

        List<Future<Effects>> moves = new ArrayList<>();
        for (UUID order : orders) {
            moves.add(take(database.transactions, List.of(new Confirmed(order))));
            moves.add(take(database.transactions, List.of(new Ended(order))));
        }
        moves.forEach(TestDatabase::await);

        assertThat(tables.counters("raced")).isEqualTo(new Counters(1_000, 1_000, 0, 0));
        orders.forEach(order -> assertThat(tables.order(order)).containsExactly("ENDED"));
    }

    @Test
    void anOrderGoesFromHeldToSoldAndBack() {
        tables.open("x", 10);
        tables.open("y", 10);
        UUID order = UUID.randomUUID();

        Effects reserved = take(placed(order, Map.of("x", 3L, "y", 10L)));
        assertThat(tables.reservations(order)).containsExactly("x HELD", "y HELD");
        assertThat(reserved.events())
                .singleElement()
                .extracting(NewEvent::id)
                .isEqualTo(NewEvent.idOf("stock.reserved", order.toString(), 1));
        take(new Confirmed(order));
        assertThat(tables.reservations(order)).containsExactly("x COMMITTED", "y COMMITTED");
        assertThat(tables.counters("x")).isEqualTo(new Counters(10, 7, 0, 3));
        take(new Confirmed(order), new Ended(order));
        assertThat(tables.reservations(order)).containsExactly("x RESTOCKED", "y RESTOCKED");
        assertThat(tables.counters("y")).isEqualTo(new Counters(10, 10, 0, 0));
        assertThat(tables.order(order)).containsExactly("ENDED");
    }

    @Test
    void aWholeLifeInOneBatchIsWrittenOnce() {
        tables.open("brief", 1);
        UUID order = UUID.randomUUID();
        UUID other = UUID.randomUUID();

        Effects effects = take(
                new Ended(other),
                placed(order, Map.of("brief", 1L)),
                new Ended(order),
                placed(other, Map.of("brief", 1L)));

        assertThat(names(effects)).containsExactly("stock.reserved");
        assertThat(tables.reservations(order)).containsExactly("brief RELEASED");
        assertThat(tables.reservations(other)).isEmpty();
        assertThat(tables.counters("brief")).isEqualTo(new Counters(1, 1, 0, 0));
    }

    @Test
    void deadlinesAreComparedByTheDatabasesClock() {
        tables.open("timed", 5);
        UUID late = UUID.randomUUID();
        UUID early = UUID.randomUUID();
        Instant now = await(
                        database.pool.preparedQuery("SELECT clock_timestamp()").execute())
                .iterator()
                .next()
                .getOffsetDateTime(0)
                .toInstant();

        take(
                new Placed(late, Map.of("timed", 1L), now, null),
                new Placed(early, Map.of("timed", 1L), now.plusSeconds(60), null));

        assertThat(tables.order(late)).containsExactly("ENDED");
        assertThat(tables.order(early)).containsExactly("RESERVED");
    }

    @Test
    void aDecisionOnWhatIsNoLongerSoIsALostRace() {
        tables.open("cas", 5);
        UUID order = UUID.randomUUID();
        take(placed(order, Map.of("cas", 1L)));
        UUID alone = UUID.randomUUID();
        take(new Confirmed(alone));
        Reservation committed = new Reservation(order, "cas", 1, ReservationState.COMMITTED);
        Reservation held = new Reservation(order, "cas", 1, ReservationState.HELD);

        assertLost(decision(List.of(), List.of(), List.of(new ReservationMove(committed, ReservationState.RESTOCKED))));
        assertLost(decision(List.of(), List.of(held), List.of()));
        assertLost(decision(
                List.of(new OrderMove(alone, StockOrderState.RESERVED, StockOrderState.ENDED)), List.of(), List.of()));
        assertLost(decision(List.of(new OrderMove(alone, null, StockOrderState.ENDED)), List.of(), List.of()));
        assertThat(SqlState.of(new LostRaceException("")).isTransient()).isTrue();
    }

    private static StockDecision decision(List<OrderMove> orders, List<Reservation> made, List<ReservationMove> moved) {
        return new StockDecision(orders, made, moved, List.of(), List.of(), List.of());
    }

    private static void assertLost(StockDecision stale) {
        Set<UUID> rows = stale.orders().stream().map(OrderMove::orderId).collect(Collectors.toSet());
        assertThatThrownBy(() ->
                        await(database.pool.withTransaction(tx -> new ReservationRepository().write(tx, stale, rows))))
                .isInstanceOf(LostRaceException.class);
    }

    /** The reservations say the same as a row would; an order without any, or with an earlier row, has one. */
    @Test
    void anOrderWithReservationsHasNoRowOfItsOwn() {
        tables.open("rowless", 5);
        UUID order = UUID.randomUUID();
        UUID early = UUID.randomUUID();
        take(placed(order, Map.of("rowless", 1L)));
        take(new Confirmed(order));
        take(new Confirmed(early));
        take(placed(early, Map.of("rowless", 1L)));
        take(new Ended(early));

        assertThat(rows(order)).isEmpty();
        assertThat(tables.order(order)).containsExactly("CONFIRMED");
        assertThat(rows(early)).containsExactly("ENDED");
        assertThat(tables.reservations(early)).containsExactly("rowless RESTOCKED");
        take(new Ended(order));
        take(placed(order, Map.of("rowless", 1L)));
        assertThat(rows(order)).isEmpty();
        assertThat(tables.order(order)).containsExactly("ENDED");
        assertThat(tables.counters("rowless")).isEqualTo(new Counters(5, 5, 0, 0));
    }

    private static List<String> rows(UUID order) {
        return tables.texts("SELECT state FROM stock_order WHERE order_id = $1", order);
    }

    @Test
    void aCheckStandsBehindEveryCounter() {
        tables.open("guarded", 5);
        for (CounterDelta flow : List.of(
                new CounterDelta("guarded", 0, -6, 6, 0),
                new CounterDelta("guarded", 0, 1, -1, 0),
                new CounterDelta("guarded", 0, 1, 0, -1),
                new CounterDelta("guarded", 1, 0, 0, 0))) {
            assertThatThrownBy(() -> await(
                            database.pool.withTransaction(tx -> new CountersRepository().update(tx, List.of(flow)))))
                    .isInstanceOfSatisfying(
                            PgException.class,
                            refused -> assertThat(refused.getSqlState()).isEqualTo("23514"));
        }
        assertThatThrownBy(() -> await(database.pool.withTransaction(
                        tx -> new CountersRepository().update(tx, List.of(new CounterDelta("nowhere", 0, 0, 0, 0))))))
                .isInstanceOf(LostRaceException.class);
    }

    @Test
    void whatStockDidIsCountedOnceItIsDurable() {
        tables.open("counted", 1);
        double before = reserved();
        UUID order = UUID.randomUUID();

        await(database.transactions.run("stock", tx -> ledger.take(tx, List.of(placed(order, Map.of("counted", 1L))))));
        assertThat(reserved()).as("not counted before the commit").isEqualTo(before);
        take(placed(UUID.randomUUID(), Map.of("counted", 1L)), new Ended(order), new Ended(order));

        assertThat(database.metrics
                        .counter("souk.stock.orders", "outcome", "rejected")
                        .count())
                .isPositive();
        assertThat(database.metrics
                        .counter("souk.stock.reservations", "state", "released")
                        .count())
                .isPositive();
        assertThat(database.metrics
                        .counter("souk.stock.ignored", "reason", "repeated")
                        .count())
                .isPositive();
        assertThat(database.metrics.summary("souk.stock.batch").count()).isPositive();
    }

    private static double reserved() {
        return database.metrics
                .counter("souk.stock.orders", "outcome", "reserved")
                .count();
    }
}
