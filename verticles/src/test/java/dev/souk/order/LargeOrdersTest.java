package dev.souk.order;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.Bus;
import dev.souk.bus.Json;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.money.Money;
import dev.souk.order.OrderTransitions.Arrival;
import dev.souk.order.OrderTransitions.Outcome;
import dev.souk.order.domain.OrderInput;
import dev.souk.order.domain.StoredOrder;
import dev.souk.order.message.OrderCursor;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.ListOrders;
import dev.souk.order.message.OrderEndpoints.OrderPage;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.OrderView;
import dev.souk.order.message.OrderView.OrderLine;
import dev.souk.order.store.OrderReadRepository;
import dev.souk.order.store.OrderRepository;
import dev.souk.payment.message.PaymentEvents;
import dev.souk.payment.message.PaymentEvents.PaymentAuthorized;
import dev.souk.stock.message.StockEvents.Shortage;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders of a thousand lines on a real database: what is read of them at one time is bounded by its bytes. */
class LargeOrdersTest {
    private static final int ORDERS = 100;
    /** JSON of a line has spaces at the database, and the names of members; an answer may be smaller, not larger. */
    private static final long MOST_BYTES = 2 * OrderQueriesVerticle.PAGE_BYTES;

    private static TestDatabase database;
    private static Bus bus;
    private static OrderTransitions transitions;
    private static final OrderRepository REPOSITORY = new OrderRepository();

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        bus = new Bus(database.vertx, Duration.ofSeconds(60));
        transitions = new OrderTransitions(REPOSITORY, database.metrics);
        await(database.vertx.deployVerticle(new OrderQueriesVerticle(bus, database.transactions)));
        List<OrderLine> lines = IntStream.range(0, 1_000)
                .mapToObj(i -> new OrderLine(
                        "SKU-" + i,
                        "A name of a product that is as long as they are " + i,
                        2,
                        new Money(250, "GBP"),
                        new Money(500, "GBP"),
                        null))
                .toList();
        write("large", ORDERS, lines);
        write("small", ORDERS, lines.subList(0, 1));
        write("mixed", 3, lines.subList(0, 1));
        write("mixed", 1, lines);
        write("mixed", 3, lines.subList(0, 1));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static void write(String customer, int count, List<OrderLine> lines) {
        await(database.transactions.run(
                "test", tx -> tx.preparedQuery("""
                INSERT INTO orders (id, customer, status, currency, total, lines, timeline, seq, payment_status,
                                    payment_token, deadline, created_at, updated_at)
                SELECT gen_random_uuid(), $1, 'PENDING', 'GBP', 500, $2::text::jsonb, '[]', 1, 'NONE', 'tok_ok',
                       now() + INTERVAL '1 hour', clock_timestamp() + n * INTERVAL '1 millisecond', now()
                FROM generate_series(1, $3::int8) AS n
                """).execute(Tuple.of(customer, Json.text(lines), (long) count))));
    }

    private static OrderPage page(@Nullable String customer, @Nullable String cursor) {
        return await(bus.ask(OrderEndpoints.LIST, new ListOrders(customer, 100, cursor)));
    }

    private static List<OrderPage> pages(@Nullable String customer) {
        List<OrderPage> pages = new ArrayList<>();
        pages.add(page(customer, null));
        while (pages.getLast().next() != null) {
            pages.add(page(customer, pages.getLast().next()));
        }
        return pages;
    }

    private static void areSmallAndWhole(List<OrderPage> pages, int orders) {
        assertThat(pages).allSatisfy(page -> {
            assertThat(page.items()).isNotEmpty();
            assertThat(Json.bytes(page).length).isLessThan((int) MOST_BYTES);
        });
        List<OrderView> all =
                pages.stream().flatMap(page -> page.items().stream()).toList();
        assertThat(new HashSet<>(all.stream().map(OrderView::id).toList())).hasSize(orders);
        assertThat(all)
                .hasSize(orders)
                .isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
    }

    @Test
    void aPageOfLargeOrdersIsCutByItsBytesAndTheNextGoesOn() {
        List<OrderPage> pages = pages("large");

        areSmallAndWhole(pages, ORDERS);
        assertThat(pages).hasSizeGreaterThan(10);
    }

    @Test
    void anOperatorsPagesAreCutAsWell() {
        long orders = await(database.transactions.read(
                "test",
                client -> client.query("SELECT count(*) FROM orders")
                        .execute()
                        .map(rows -> rows.iterator().next().getLong(0))));

        areSmallAndWhole(pages(null), (int) orders);
    }

    @Test
    void aPageOfSmallOrdersIsAsLongAsAskedFor() {
        OrderPage all = page("small", null);
        assertThat(all.items()).hasSize(ORDERS);
        assertThat(all.next()).isNull();

        OrderPage some = await(bus.ask(OrderEndpoints.LIST, new ListOrders("small", 30, null)));
        assertThat(some.items()).hasSize(30);
        assertThat(some.next()).isNotNull();
        assertThat(page("small", some.next()).items()).hasSize(70);
        assertThat(page("nobody", null).items()).isEmpty();
    }

    @Test
    void anOrderThatIsTooLargeAloneIsAPageAllTheSame() {
        areSmallAndWhole(pages("mixed"), 7);
        OrderReadRepository reads = new OrderReadRepository();
        OrderReadRepository.Listed first = await(
                database.transactions.read("test", sql -> reads.list(sql, "large", OrderCursor.parse(null), 100, 1)));
        assertThat(first.orders()).hasSize(1);
        assertThat(first.more()).isTrue();
    }

    private static List<UUID> ids(String customer) {
        return pages(customer).stream()
                .flatMap(page -> page.items().stream())
                .map(OrderView::id)
                .toList();
    }

    /** A hundred orders are moved on without a line of them being read; two steps read those of their own orders. */
    @Test
    void aLockReadsNoLinesButThoseThatAStepTellsOf() {
        write("locked", ORDERS, List.of(new OrderLine("a", "A", 1, new Money(1, "GBP"), new Money(1, "GBP"), null)));
        List<UUID> ids = ids("locked");
        UUID rejected = ids.getFirst();
        List<Arrival> arrivals = new ArrayList<>();
        ids.stream().skip(1).forEach(id -> arrivals.add(new Arrival(id, new OrderInput.StockReserved(), null, null)));
        arrivals.add(new Arrival(
                rejected, new OrderInput.StockRejected(List.of(new Shortage("a", 1, 0, "sold_out"))), null, null));

        Map<UUID, StoredOrder> locked =
                await(database.transactions.run("test", tx -> REPOSITORY.lock(tx, ids, List.of(rejected))));
        assertThat(locked.values()).filteredOn(order -> order.lines() != null).hasSize(1);
        Outcome reserved = await(database.transactions.run("test", tx -> transitions.apply(tx, arrivals)));
        assertThat(reserved.events()).hasSize(ORDERS);
        OrderView order = pages("locked").stream()
                .flatMap(page -> page.items().stream())
                .filter(one -> one.id().equals(rejected))
                .findFirst()
                .orElseThrow();
        assertThat(order.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(order.lines()).extracting(OrderLine::reason).containsExactly("sold_out");

        UUID paid = ids.getLast();
        Outcome confirmed = await(database.transactions.run(
                "test",
                tx -> transitions.apply(
                        tx, List.of(new Arrival(paid, new OrderInput.PaymentAuthorized(500), null, null)))));
        assertThat(confirmed.events())
                .singleElement()
                .satisfies(event -> assertThat(((OrderEvents.OrderConfirmed) event.data()).items())
                        .containsExactly(new OrderEvents.Item("a", 1)));
    }

    /** A poll of events that are small, about orders that are not: it is halved until its orders fit. */
    @Test
    void aBatchWhoseOrdersHaveTooManyLinesIsMovedOnInParts() {
        List<UUID> ids = ids("large");
        List<Arrival> authorized = ids.stream()
                .map(id -> new Arrival(id, new OrderInput.PaymentAuthorized(500), null, null))
                .toList();
        assertThatThrownBy(() -> await(database.transactions.run("test", tx -> transitions.apply(tx, authorized))))
                .isInstanceOf(OrderTransitions.TooManyLinesException.class);
        assertThat(await(database.transactions.run(
                                "test", tx -> transitions.apply(tx, authorized.subList(0, OrderTransitions.FEW))))
                        .changes())
                .hasSize(OrderTransitions.FEW);

        Messaging messaging =
                new Messaging(database.vertx, database.settings, "large", database.transactions, database.metrics);
        TopicAdmin.ensureTopics(database.settings.kafka());
        String consumer =
                await(database.vertx.deployVerticle(new OrderEventsVerticle(bus, messaging, database.metrics)));
        List<NewEvent<?>> events = new ArrayList<>();
        for (UUID id : ids) {
            events.add(NewEvent.of(
                    PaymentEvents.AUTHORIZED,
                    id.toString(),
                    1,
                    Instant.EPOCH,
                    null,
                    new PaymentAuthorized(id, new Money(500, "GBP"))));
        }
        await(messaging.facts().commit("test", tx -> Future.succeededFuture(new Decided<>(true, events))));

        Awaitility.await().atMost(Duration.ofSeconds(150)).until(() -> authorized() == ORDERS);
        assertThat(database.metrics
                        .counter("souk.consumer.dead", "consumer", "order")
                        .count())
                .isZero();
        await(database.vertx.undeploy(consumer));
        await(messaging.close());
    }

    private static long authorized() {
        return await(database.transactions.read(
                "test",
                client -> client.query("""
                SELECT count(*) FROM orders WHERE customer = 'large' AND payment_status = 'AUTHORIZED'
                """)
                        .execute()
                        .map(rows -> rows.iterator().next().getLong(0))));
    }

    /** The payment's event was handled before that of the stock. */
    @Test
    void anOrderWhosePaymentOvertookItsStockIsConfirmedWithItsLines() {
        write("overtaken", 1, List.of(new OrderLine("a", "A", 3, new Money(1, "GBP"), new Money(3, "GBP"), null)));
        UUID id = ids("overtaken").getFirst();
        await(database.transactions.run(
                "test",
                tx -> transitions.apply(
                        tx, List.of(new Arrival(id, new OrderInput.PaymentAuthorized(500), null, null)))));

        Outcome outcome = await(database.transactions.run(
                "test",
                tx -> transitions.apply(tx, List.of(new Arrival(id, new OrderInput.StockReserved(), null, null)))));

        assertThat(outcome.events())
                .hasSize(2)
                .last()
                .satisfies(event -> assertThat(((OrderEvents.OrderConfirmed) event.data()).items())
                        .containsExactly(new OrderEvents.Item("a", 3)));
    }
}
