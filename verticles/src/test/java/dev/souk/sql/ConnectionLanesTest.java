package dev.souk.sql;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.bus.BusyException;
import dev.souk.sql.Lanes.Lane;
import dev.souk.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections are shared out between requests and events. */
class ConnectionLanesTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private static TestDatabase database;
    private static Vertx vertx;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @BeforeAll
    static void open() {
        database = TestDatabase.create(Map.of("sql.pool-size", "4", "sql.lane-share", "75"));
        vertx = database.vertx;
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** Work that has its connection, and keeps it until it is told. */
    private static final class Held {
        final Promise<Integer> end = Promise.promise();
        final Promise<Void> begun = Promise.promise();

        Future<Integer> work() {
            begun.complete();
            return end.future();
        }
    }

    private double gauge(String name) {
        return metrics.get("souk.sql.lane." + name)
                .tag("lane", "requests")
                .gauge()
                .value();
    }

    @Test
    void eventsHaveConnectionsHoweverManyRequestsWaitAndTheOtherWayRound() {
        TransactionRunner requests = new TransactionRunner(vertx, database.pool, metrics, LONG)
                .in(Lanes.of(vertx, metrics, database.settings.sql()));
        TransactionRunner events = requests.forEvents();
        for (List<TransactionRunner> each : List.of(List.of(requests, events), List.of(events, requests))) {
            List<Held> held = new ArrayList<>();
            List<Future<Integer>> crowd = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Held one = new Held();
                held.add(one);
                crowd.add(each.getFirst().run("crowd", tx -> one.work()));
            }

            int others = await(each.getLast()
                    .run(
                            "others",
                            tx -> tx.query("SELECT 7")
                                    .execute()
                                    .map(rows -> rows.iterator().next().getInteger(0))));
            assertThat(others).isEqualTo(7);

            held.forEach(one -> one.end.complete(1));
            crowd.forEach(one -> assertThat(await(one)).isEqualTo(1));
        }
    }

    @Test
    void whatIsBeyondTheShareWaitsInTurnAndWhatIsBeyondTheQueueIsBusy() {
        Lanes lanes = new Lanes(vertx, metrics, 1, 2, LONG);
        Held first = new Held();
        List<Integer> order = new ArrayList<>();
        Future<Integer> begun = lanes.use(Lane.REQUESTS, first::work);
        Future<?> second = lanes.use(Lane.REQUESTS, () -> Future.succeededFuture(order.add(2)));
        Future<?> third = lanes.use(Lane.REQUESTS, () -> Future.succeededFuture(order.add(3)));

        assertThatThrownBy(() -> await(lanes.use(Lane.REQUESTS, () -> Future.succeededFuture(order.add(4)))))
                .isInstanceOf(BusyException.class);
        assertThat(gauge("taken")).isEqualTo(1);
        assertThat(gauge("waiting")).isEqualTo(2);
        assertThat(await(lanes.use(Lane.EVENTS, () -> Future.succeededFuture(5))))
                .isEqualTo(5);

        first.end.complete(1);
        assertThat(await(begun)).isEqualTo(1);
        await(second);
        await(third);
        assertThat(order).containsExactly(2, 3);
        assertThat(metrics.counter("souk.sql.lane.refused", "lane", "requests").count())
                .isEqualTo(1);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> gauge("taken") == 0);
    }

    @Test
    void aWaitHasAnEndAndTakesNobodysTurn() {
        Lanes lanes = new Lanes(vertx, metrics, 1, 10, Duration.ofMillis(20));
        Held first = new Held();
        Future<Integer> begun = lanes.use(Lane.REQUESTS, first::work);
        AtomicInteger runs = new AtomicInteger();

        assertThatThrownBy(() -> await(lanes.use(Lane.REQUESTS, () -> Future.succeededFuture(runs.incrementAndGet()))))
                .isInstanceOf(BusyException.class);
        first.end.complete(1);
        await(begun);

        assertThat(runs).hasValue(0);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> gauge("taken") == 0);
    }

    @Test
    void workThatThrowsOrFailsGivesItsConnectionBack() {
        Lanes lanes = new Lanes(vertx, metrics, 1, 10, LONG);

        assertThatThrownBy(() -> await(lanes.use(Lane.REQUESTS, () -> {
                    throw new IllegalStateException("thrown");
                })))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        await(lanes.use(Lane.REQUESTS, () -> Future.failedFuture(new IllegalStateException("failed")))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(await(lanes.use(Lane.REQUESTS, () -> Future.succeededFuture(1))))
                .isEqualTo(1);
    }

    @Test
    void whoWaitedIsAnsweredOnTheContextThatAsked() {
        Lanes lanes = new Lanes(vertx, metrics, 1, 10, LONG);
        Context asking = vertx.getOrCreateContext();
        Promise<Context> workedOn = Promise.promise();
        Promise<Context> answeredOn = Promise.promise();
        Promise<Void> asked = Promise.promise();
        Held first = new Held();
        Future<Integer> begun = lanes.use(Lane.REQUESTS, first::work);

        asking.runOnContext(turn -> {
            lanes.use(Lane.REQUESTS, () -> {
                        workedOn.complete(Vertx.currentContext());
                        return Future.succeededFuture(1);
                    })
                    .onComplete(done -> answeredOn.complete(Vertx.currentContext()));
            asked.complete();
        });
        await(asked.future());
        first.end.complete(1);

        assertThat(await(begun)).isEqualTo(1);
        assertThat(await(workedOn.future())).isSameAs(asking);
        assertThat(await(answeredOn.future())).isSameAs(asking);
    }

    /** From several threads at once, and never more than there may be. */
    @Test
    void neverMoreThanTheShareAtOneTime() {
        Lanes lanes = new Lanes(vertx, metrics, 3, 10_000, LONG);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Promise<Void> done = Promise.promise();
            all.add(done.future());
            vertx.getOrCreateContext()
                    .runOnContext(turn -> lanes.use(Lane.REQUESTS, () -> {
                                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                Promise<Void> work = Promise.promise();
                                vertx.runOnContext(later -> {
                                    now.decrementAndGet();
                                    work.complete();
                                });
                                return work.future();
                            })
                            .onComplete(done));
        }

        all.forEach(TestDatabase::await);
        assertThat(most.get()).isBetween(1, 3);
    }
}
