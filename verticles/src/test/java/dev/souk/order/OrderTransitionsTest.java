package dev.souk.order;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.order.OrderTransitions.Arrival;
import dev.souk.order.OrderTransitions.Outcome;
import dev.souk.order.domain.OrderInput;
import dev.souk.order.store.OrderRepository;
import dev.souk.testing.TestDatabase;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The columns of an order's row that change with its state. */
class OrderTransitionsTest {
    private static TestDatabase database;

    private final OrderRepository repository = new OrderRepository();

    @BeforeAll
    static void start() {
        database = TestDatabase.create(Map.of());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    /** @param left until the deadline; negative: past it */
    private static UUID pending(Duration left) {
        UUID id = UUID.randomUUID();
        await(database.pool.preparedQuery("""
                        INSERT INTO orders (id, customer, status, currency, total, lines, timeline, seq, payment_status,
                                            payment_token, deadline)
                        VALUES ($1, 'ann', 'PENDING', 'GBP', 500, '[]',
                                '[{"seq": 1, "at": "2026-01-01T00:00:00Z", "status": "PENDING", "event": "order.placed"}]',
                                1, 'NONE', 'tok_ok', now() + $2 * INTERVAL '1 millisecond')
                        """).execute(Tuple.of(id, left.toMillis())));
        return id;
    }

    private Outcome take(UUID order, OrderInput... inputs) {
        List<Arrival> arrivals = Stream.of(inputs)
                .map(input -> new Arrival(order, input, null, null))
                .toList();
        OrderTransitions transitions = new OrderTransitions(repository, database.metrics);
        return await(database.transactions.run("test", tx -> transitions.apply(tx, arrivals)));
    }

    private static Row row(UUID order) {
        return await(database.pool.preparedQuery("""
                                SELECT status, deadline IS NULL AS free, payment_token, seq, jsonb_array_length(timeline) AS steps
                                FROM orders WHERE id = $1
                                """).execute(Tuple.of(order)))
                .iterator()
                .next();
    }

    @Test
    void pendingAndReservedOrdersHaveADeadlineAndSettledOnesHaveNone() {
        UUID order = pending(Duration.ofMinutes(2));

        take(order, new OrderInput.StockReserved());
        assertThat(row(order).getString("status")).isEqualTo("RESERVED");
        assertThat(row(order).getBoolean("free")).isFalse();

        take(order, new OrderInput.PaymentAuthorized(500));
        assertThat(row(order).getString("status")).isEqualTo("CONFIRMED");
        assertThat(row(order).getBoolean("free")).isTrue();
        assertThat(row(order).getString("payment_token"))
                .as("the card token is needed no more")
                .isNull();
    }

    /** The application's clock does not decide: an order whose deadline is before the database's now() is late. */
    @Test
    void deadlinesAreComparedByTheDatabasesClock() {
        UUID late = pending(Duration.ofMillis(-1));
        UUID early = pending(Duration.ofMinutes(2));

        List<UUID> past = await(database.transactions.read("test", client -> repository.pastDeadline(client, 1_000)));

        assertThat(past).contains(late).doesNotContain(early);
        List<UUID> overdue =
                await(database.transactions.run("test", tx -> repository.overdue(tx, List.of(late, early))));
        assertThat(overdue).containsExactly(late);
    }

    @Test
    void everyChangeIsAStepOfTheTimelineAndALateOrRepeatedMessageIsCountedOnly() {
        UUID order = pending(Duration.ofMinutes(2));
        double before = database.metrics.counter("souk.order.inputs.ignored").count();

        take(
                order,
                new OrderInput.StockReserved(),
                new OrderInput.StockReserved(),
                new OrderInput.PaymentAuthorized(500),
                new OrderInput.PaymentAuthorized(500),
                new OrderInput.DeadlinePassed());

        assertThat(row(order).getLong("seq")).isEqualTo(3);
        assertThat(row(order).getInteger("steps")).isEqualTo(3);
        assertThat(database.metrics.counter("souk.order.inputs.ignored").count() - before)
                .isEqualTo(3);
    }
}
