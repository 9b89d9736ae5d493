package dev.souk.messaging;

import static dev.souk.messaging.MessagingWorld.events;
import static dev.souk.messaging.MessagingWorld.eventually;
import static dev.souk.messaging.MessagingWorld.takeEffect;
import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.UnavailableException;
import dev.souk.messaging.MessagingWorld.Noted;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.consumer.Received;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A batch of messages has its effect once: with its inbox rows, before its offsets, and however often it comes. */
final class EventConsumerTest {
    private static final int POLL = 40;

    private static MessagingWorld world;

    @BeforeAll
    static void open() {
        world = MessagingWorld.create(
                Map.of("kafka.max-poll-records", Integer.toString(POLL), "messaging.relay-after", "20s"));
        world.relay();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static EventHandler effects(String consumer) {
        return (tx, events) -> takeEffect(tx, consumer, events);
    }

    private static List<UUID> ids(List<NewEvent<?>> events) {
        return events.stream().<UUID>map(NewEvent::id).toList();
    }

    private static void awaitEffects(String consumer, List<NewEvent<?>> events) {
        eventually()
                .untilAsserted(
                        () -> assertThat(world.effects(consumer)).containsExactlyInAnyOrderElementsOf(ids(events)));
    }

    /** {@code xmin} is the transaction that wrote a row. */
    /** The larger a transaction, the sooner others overtake it: smaller ones get through. */
    @Test
    void aBatchThatStaysInConflictIsHalved() {
        EventType<Noted> type = world.topic("test.contended", 1);
        List<NewEvent<?>> events = events(type, "contended", 2);
        world.send("test.contended", events);

        world.consume(
                world.messaging,
                "contended",
                "test.contended",
                (tx, batch) -> batch.size() == 1
                        ? takeEffect(tx, "contended", batch)
                        : tx.query("DO $$ BEGIN RAISE EXCEPTION 'overtaken' USING ERRCODE = '40001'; END $$")
                                .execute()
                                .map(Effects.NONE));

        awaitEffects("contended", events);
    }

    @Test
    void aPollBatchIsOneTransactionWithItsInboxRowsAndItsOutboxRows() {
        EventType<Noted> in = world.topic("test.batch", 1);
        EventType<Noted> out = world.topic("test.batch.out", 1);
        List<NewEvent<?>> events = events(in, "batch", 100);
        world.send("test.batch", events);

        world.consume(
                world.messaging,
                "batch",
                "test.batch",
                (tx, batch) -> takeEffect(tx, "batch", batch)
                        .map(taken -> Effects.of(batch.stream()
                                .<NewEvent<?>>map(event ->
                                        NewEvent.of(out, event.subject(), 1, event.time(), null, new Noted("answer")))
                                .toList())));

        awaitEffects("batch", events);
        assertThat(world.count("SELECT count(*) FROM effect e JOIN inbox i ON i.event_id = e.event_id"
                        + " AND i.consumer = e.consumer AND i.xmin::text = e.xmin::text WHERE e.consumer = 'batch'"))
                .as("each effect with its inbox row in one transaction")
                .isEqualTo(100);
        assertThat(world.count("SELECT count(DISTINCT xmin::text) FROM effect WHERE consumer = 'batch'"))
                .as("100 messages, polled by 40")
                .isEqualTo(world.count("SELECT count(DISTINCT batch) FROM effect WHERE consumer = 'batch'"))
                .isBetween(3L, 10L);
        assertThat(world.count("SELECT max(n) FROM (SELECT count(*) AS n FROM effect"
                        + " WHERE consumer = 'batch' GROUP BY batch) AS b"))
                .isEqualTo(POLL);
        assertThat(world.count("SELECT count(*) FROM outbox WHERE topic = 'test.batch.out'"))
                .isEqualTo(100);
    }

    @Test
    void whatComesAgainIsSuppressedAndCounted() {
        EventType<Noted> type = world.topic("test.again", 3);
        List<NewEvent<?>> events = events(type, "again", 50);
        List<NewEvent<?>> shuffled = new ArrayList<>(events);
        shuffled.addAll(events);
        Collections.reverse(shuffled);
        world.commit(events);
        world.consume(world.messaging, "again", "test.again", effects("again"));
        awaitEffects("again", events);

        world.send("test.again", shuffled);

        eventually()
                .untilAsserted(() -> assertThat(world.counted("souk.consumer.suppressed", "again"))
                        .isEqualTo(100));
        assertThat(world.counted("souk.consumer.handled", "again")).isEqualTo(50);
        assertThat(world.effects("again")).containsExactlyInAnyOrderElementsOf(ids(events));
    }

    @Test
    void twoConsumersOfOneTopicEachHaveEveryEvent() {
        EventType<Noted> type = world.topic("test.each", 3);
        List<NewEvent<?>> events = events(type, "each", 30);
        world.consume(world.messaging, "each-a", "test.each", effects("each-a"));
        world.consume(world.messaging, "each-b", "test.each", effects("each-b"));

        world.commit(events);

        awaitEffects("each-a", events);
        awaitEffects("each-b", events);
    }

    @Test
    void offsetsAreCommittedWhenTheEffectIsAndNotBefore() {
        EventType<Noted> type = world.topic("test.offsets", 1);
        List<NewEvent<?>> events = events(type, "offsets", 10);
        world.send("test.offsets", events);
        Promise<Void> asked = Promise.promise();
        Promise<Void> release = Promise.promise();

        world.consume(world.messaging, "offsets", "test.offsets", (tx, batch) -> {
            asked.tryComplete();
            return release.future().compose(go -> takeEffect(tx, "offsets", batch));
        });
        await(asked.future());
        // The consumer polls on meanwhile, so that the group keeps it: a further message comes only after the batch.
        world.send("test.offsets", events(type, "more", 1));
        assertThat(world.committed("offsets")).isEmpty();
        assertThat(world.effects("offsets")).isEmpty();

        release.complete();
        eventually().untilAsserted(() -> assertThat(world.committed("offsets")).isEqualTo(Map.of(0, 11L)));
        assertThat(world.effects("offsets")).hasSize(11);
    }

    @Test
    void aMemberThatComesAndOneThatGoesCostNothingAndDoubleNothing() {
        EventType<Noted> type = world.topic("test.members", 6);
        EventConsumer first = world.consume(world.messaging, "members", "test.members", effects("members"));
        List<NewEvent<?>> all = new ArrayList<>();
        for (int part = 0; part < 10; part++) {
            List<NewEvent<?>> events = events(type, "part-" + part, 40);
            all.addAll(events);
            if (part == 5) {
                // Kafka took none of it in time.
                world.leaveBehind(events);
                world.overdue("part-5");
            } else {
                world.commit(events);
            }
            if (part == 3) {
                world.consume(world.node("node-2"), "members", "test.members", effects("members"));
            }
            if (part == 6) {
                await(first.stop());
            }
        }
        awaitEffects("members", all);
        assertThat(world.counted("souk.consumer.dead", "members")).isZero();
    }

    /** A feature that is unavailable now says nothing about the message. */
    @Test
    void aMessageThatWaitsForAnotherFeatureIsNotGivenUp() {
        EventType<Noted> type = world.topic("test.waits", 1);
        List<NewEvent<?>> events = events(type, "waits", 5);
        AtomicInteger asked = new AtomicInteger();
        world.send("test.waits", events);

        world.consume(
                world.messaging,
                "waits",
                "test.waits",
                (tx, batch) -> asked.incrementAndGet() < 6
                        ? Future.failedFuture(new UnavailableException("not now"))
                        : takeEffect(tx, "waits", batch));

        awaitEffects("waits", events);
        assertThat(world.counted("souk.consumer.dead", "waits")).isZero();
        assertThat(world.counted("souk.consumer.retried", "waits")).isEqualTo(5);
    }

    /** A new node's events, or another's, of which this consumer wants nothing to know. */
    @Test
    void whatDoesNotConcernAConsumerLeavesNoTrace() {
        EventType<Noted> type = world.topic("test.concerns", 1);
        world.send("test.concerns", events(type, "concerns", 5));

        world.consume(world.messaging, "concerns", "test.concerns", new EventHandler() {
            @Override
            public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
                return takeEffect(tx, "concerns", events);
            }

            @Override
            public boolean concerns(EventEnvelope event) {
                return !event.is(type);
            }
        });

        eventually().untilAsserted(() -> assertThat(world.committed("concerns")).isEqualTo(Map.of(0, 5L)));
        assertThat(world.count("SELECT count(*) FROM inbox WHERE consumer = 'concerns'"))
                .isZero();
    }

    /** The header alone decides: an unreadable body does no harm where its type does not matter. */
    @Test
    void aTypeThatDoesNotConcernAConsumerIsPassedOverUnread() {
        EventType<Noted> type = world.topic("test.unread", 1);
        List<NewEvent<?>> events = events(type, "unread", 3);
        world.sendAll(List.of(headed("of.others"), headed("of.others")));
        world.send("test.unread", events);
        world.sendAll(List.of(headed("of.others")));

        world.consume(world.messaging, "unread", "test.unread", new EventHandler() {
            @Override
            public boolean concerns(String name) {
                return type.name().equals(name);
            }

            @Override
            public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> batch) {
                return takeEffect(tx, "unread", batch);
            }
        });

        awaitEffects("unread", events);
        world.sendAll(List.of(headed("of.others")));
        eventually().untilAsserted(() -> assertThat(world.committed("unread")).isEqualTo(Map.of(0, 7L)));
        assertThat(world.counted("souk.consumer.dead", "unread")).isZero();
    }

    private static ProducerRecord<byte[], byte[]> headed(String type) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("test.unread", "a key".getBytes(StandardCharsets.UTF_8), new byte[] {1, -1});
        record.headers().add(Received.TYPE, type.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /** The consumer's own rows tell which events it had: an inbox row would only say so once more. */
    @Test
    void aConsumerThatBearsRepetitionGetsWhatComesAgainAndLeavesNoInboxRows() {
        EventType<Noted> type = world.topic("test.borne", 1);
        List<NewEvent<?>> events = events(type, "borne", 20);
        List<NewEvent<?>> twice = new ArrayList<>(events);
        twice.addAll(events);
        List<UUID> seen = Collections.synchronizedList(new ArrayList<>());
        world.send("test.borne", twice);

        world.consume(world.messaging, "borne", "test.borne", bearing((tx, batch) -> {
            batch.forEach(event -> seen.add(event.id()));
            return Future.succeededFuture(Effects.NONE);
        }));
        eventually().untilAsserted(() -> assertThat(world.committed("borne")).isEqualTo(Map.of(0, 40L)));
        world.send("test.borne", events);

        eventually().untilAsserted(() -> assertThat(world.committed("borne")).isEqualTo(Map.of(0, 60L)));
        assertThat(world.counted("souk.consumer.suppressed", "borne"))
                .as("twice in one batch of " + POLL)
                .isEqualTo(20);
        assertThat(seen).hasSize(40).containsAll(ids(events));
        assertThat(world.count("SELECT count(*) FROM inbox WHERE consumer = 'borne'"))
                .isZero();
    }

    /** An exception belongs to the message that caused it, and costs no connection. */
    @Test
    void aDefectOfAConsumerThatBearsRepetitionIsOfItsMessage() {
        EventType<Noted> type = world.topic("test.throws", 1);
        List<NewEvent<?>> events = events(type, "throws", 30);
        UUID poison = events.get(7).id();
        world.send("test.throws", events);

        world.consume(world.messaging, "throws", "test.throws", bearing((tx, batch) -> {
            if (batch.stream().anyMatch(event -> event.id().equals(poison))) {
                throw new IllegalArgumentException("cannot be decided");
            }
            return takeEffect(tx, "throws", batch);
        }));

        eventually().untilAsserted(() -> assertThat(world.committed("throws")).isEqualTo(Map.of(0, 30L)));
        assertThat(world.effects("throws")).hasSize(29).doesNotContain(poison);
        assertThat(world.counted("souk.consumer.dead", "throws")).isEqualTo(1);
    }

    private static EventHandler bearing(EventHandler handler) {
        return new EventHandler() {
            @Override
            public boolean bearsRepetition() {
                return true;
            }

            @Override
            public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
                return handler.handle(tx, events);
            }
        };
    }

    /** The effect is durable: nothing may make these messages come again. */
    @Test
    void aConsumerThatFailsAfterItsCommitGoesOn() {
        EventType<Noted> type = world.topic("test.after", 1);
        List<NewEvent<?>> events = events(type, "after", 5);
        world.send("test.after", events);

        world.consume(
                world.messaging,
                "after",
                "test.after",
                (tx, batch) -> takeEffect(tx, "after", batch)
                        .map(taken -> new Effects(List.of(), () -> {
                            throw new IllegalStateException("a defect of the feature");
                        })));

        eventually().untilAsserted(() -> assertThat(world.committed("after")).isEqualTo(Map.of(0, 5L)));
        assertThat(world.effects("after")).containsExactlyInAnyOrderElementsOf(ids(events));
    }
}
