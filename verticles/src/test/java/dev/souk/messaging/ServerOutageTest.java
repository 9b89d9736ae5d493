package dev.souk.messaging;

import static dev.souk.messaging.MessagingWorld.events;
import static dev.souk.messaging.MessagingWorld.eventually;
import static dev.souk.messaging.MessagingWorld.takeEffect;
import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.Progress;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.messaging.MessagingWorld.Noted;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database and Kafka are killed under a running relay and a running consumer. */
@Tag("stack")
final class ServerOutageTest {
    private static final int EVENTS = 60;

    @TempDir
    private static Path folder;

    private static EmbeddedStack stack;
    private static MessagingWorld world;
    private final AtomicBoolean killed = new AtomicBoolean();

    @BeforeAll
    static void open() {
        stack = EmbeddedStack.start(StackOptions.temporary(folder), Progress.SILENT);
        world = MessagingWorld.on(stack, Map.of("kafka.max-poll-records", "20", "messaging.lease", "2s"));
        world.deploy(world.messaging.relay());
    }

    @AfterAll
    static void close() {
        world.close();
        stack.stop();
    }

    private static ServerProcess kafka() {
        return stack.kafka().brokers().getFirst();
    }

    private static ServerProcess postgres() {
        return stack.postgres().process();
    }

    private static List<UUID> ids(List<NewEvent<?>> events) {
        return events.stream().<UUID>map(NewEvent::id).toList();
    }

    private static long unpublished() {
        return world.count("SELECT coalesce(sum(cardinality(events)), 0)::int8 FROM outbox_pending");
    }

    /** No transaction waits for Kafka: events that Kafka cannot take stay in the outbox. */
    @Test
    void whatIsCommittedWhileKafkaIsAwayIsPublishedWhenItIsBack() {
        EventType<Noted> type = world.topic("test.away", 3);
        List<NewEvent<?>> events = new ArrayList<>(events(type, "before", EVENTS));
        world.commit(events);
        eventually().untilAsserted(() -> assertThat(unpublished()).isZero());

        kafka().kill();
        double left =
                world.database.metrics.counter("souk.events.left.to.relay").count();
        List<NewEvent<?>> meanwhile = events(type, "meanwhile", EVENTS);
        world.commit(meanwhile);
        events.addAll(meanwhile);
        eventually()
                .untilAsserted(() -> assertThat(world.database
                                .metrics
                                .counter("souk.events.left.to.relay")
                                .count())
                        .isGreaterThan(left));
        assertThat(unpublished()).isEqualTo(EVENTS);

        kafka().restart();
        eventually().untilAsserted(() -> assertThat(unpublished()).isZero());
        world.consume(world.messaging, "away", "test.away", (tx, e) -> takeEffect(tx, "away", e));
        eventually()
                .untilAsserted(
                        () -> assertThat(world.effects("away")).containsExactlyInAnyOrderElementsOf(ids(events)));
    }

    @Test
    void everyEventHasItsEffectOnceThoughKafkaIsKilledUnderTheConsumer() {
        EventType<Noted> type = world.topic("test.kafka", 3);
        List<NewEvent<?>> events = new ArrayList<>(events(type, "one", EVENTS));
        world.commit(events);
        world.consume(world.messaging, "kafka", "test.kafka", (tx, e) -> takeEffect(tx, "kafka", e));
        eventually().untilAsserted(() -> assertThat(world.effects("kafka")).isNotEmpty());

        kafka().kill();
        List<NewEvent<?>> second = events(type, "two", EVENTS);
        world.commit(second);
        events.addAll(second);
        kafka().restart();
        List<NewEvent<?>> third = events(type, "three", EVENTS);
        world.commit(third);
        events.addAll(third);

        eventually()
                .untilAsserted(
                        () -> assertThat(world.effects("kafka")).containsExactlyInAnyOrderElementsOf(ids(events)));
        assertThat(world.counted("souk.consumer.dead", "kafka")).isZero();
        eventually()
                .untilAsserted(() -> assertThat(world.committed("kafka").values().stream()
                                .mapToLong(offset -> offset)
                                .sum())
                        .isEqualTo(ends("test.kafka", 3)));
    }

    /** The database is killed inside the transaction of a batch, and is away for longer than a transaction waits. */
    @Test
    void everyEventHasItsEffectOnceThoughTheDatabaseIsKilledUnderTheConsumer() throws Exception {
        EventType<Noted> type = world.topic("test.postgres", 3);
        List<NewEvent<?>> events = new ArrayList<>(events(type, "one", EVENTS));
        world.send("test.postgres", events);
        world.consume(
                world.messaging,
                "postgres",
                "test.postgres",
                (tx, batch) -> takeEffect(tx, "postgres", batch)
                        .compose(taken -> killOnce().map(taken)));
        assertThat(postgres().onExit().get(30, TimeUnit.SECONDS)).isNotZero();
        List<NewEvent<?>> second = events(type, "two", EVENTS);
        world.send("test.postgres", second);
        events.addAll(second);
        eventually()
                .untilAsserted(() -> assertThat(world.counted("souk.consumer.retried", "postgres"))
                        .as("the batch comes back to say why it waits")
                        .isPositive());
        postgres().restart();

        eventually()
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(world.effects("postgres")).containsExactlyInAnyOrderElementsOf(ids(events)));
        assertThat(world.counted("souk.consumer.dead", "postgres")).isZero();
        assertThat(world.count("SELECT count(*) FROM inbox WHERE consumer = 'postgres'"))
                .isEqualTo(2 * EVENTS);
        eventually()
                .untilAsserted(() -> assertThat(world.committed("postgres").values().stream()
                                .mapToLong(offset -> offset)
                                .sum())
                        .isEqualTo(ends("test.postgres", 3)));
    }

    private Future<Void> killOnce() {
        return killed.compareAndSet(false, true)
                ? world.database.vertx.executeBlocking(() -> {
                    postgres().kill();
                    return null;
                })
                : Future.succeededFuture();
    }

    private static long ends(String topic, int partitions) {
        long sum = 0;
        for (int partition = 0; partition < partitions; partition++) {
            sum += world.end(topic, partition);
        }
        return sum;
    }

    /** A consumer that stops ends the work that it has begun, or leaves it to the next consumer. */
    @Test
    void aConsumerThatIsStoppedWhileTheDatabaseIsAwayLeavesItsBatchToTheNext() {
        EventType<Noted> type = world.topic("test.stopped", 1);
        List<NewEvent<?>> events = events(type, "stopped", EVENTS);
        EventConsumer first =
                world.consume(world.messaging, "stopped", "test.stopped", (tx, e) -> takeEffect(tx, "stopped", e));
        postgres().stop(Duration.ofSeconds(10));
        try {
            world.send("test.stopped", events);
            await(first.stop());
        } finally {
            postgres().restart();
        }
        world.consume(world.messaging, "stopped", "test.stopped", (tx, e) -> takeEffect(tx, "stopped", e));

        eventually()
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(world.effects("stopped")).containsExactlyInAnyOrderElementsOf(ids(events)));
    }
}
