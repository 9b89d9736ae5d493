package dev.souk.messaging;

import static dev.souk.messaging.MessagingWorld.events;
import static dev.souk.messaging.MessagingWorld.eventually;
import static dev.souk.messaging.MessagingWorld.takeEffect;
import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.MessagingWorld.Noted;
import dev.souk.messaging.deadletter.DeadLetter;
import dev.souk.messaging.deadletter.DeadLetterQueue.Page;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A message that cannot be decoded or decided is put aside with the reason; its neighbours do not notice. */
final class PoisonMessageTest {
    private static final int ATTEMPTS = 3;

    private static MessagingWorld world;

    @BeforeAll
    static void open() {
        world = MessagingWorld.create(Map.of("messaging.attempts", Integer.toString(ATTEMPTS)));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static List<UUID> ids(List<NewEvent<?>> events) {
        return events.stream().<UUID>map(NewEvent::id).toList();
    }

    private static List<DeadLetter> letters(String topic) {
        Page page = await(world.deadLetters().list(topic, null, 100));
        assertThat(page.next()).isNull();
        return page.items();
    }

    @Test
    void whatIsNoEventGoesToTheDeadLettersAtOnceAndUnchanged() {
        EventType<Noted> type = world.topic("test.undecodable", 1);
        List<NewEvent<?>> good = events(type, "good", 20);
        world.send("test.undecodable", good.subList(0, 10));
        ProducerRecord<byte[], byte[]> headed =
                new ProducerRecord<>("test.undecodable", "key".getBytes(StandardCharsets.UTF_8), new byte[] {1, -1});
        headed.headers().add("traceparent", "of its sender".getBytes(StandardCharsets.UTF_8));
        world.sendAll(List.of(headed));
        List<byte[]> bad = new ArrayList<>();
        bad.add(null);
        bad.add("{}".getBytes(StandardCharsets.UTF_8));
        world.sendBytes("test.undecodable", bad);
        world.send("test.undecodable", good.subList(10, 20));

        world.consume(world.messaging, "undecodable", "test.undecodable", (tx, e) -> takeEffect(tx, "undecodable", e));

        eventually()
                .untilAsserted(() -> assertThat(world.committed("undecodable")).isEqualTo(Map.of(0, 23L)));
        assertThat(world.effects("undecodable")).containsExactlyInAnyOrderElementsOf(ids(good));
        List<DeadLetter> letters = letters("test.undecodable");
        assertThat(letters).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.consumer()).isEqualTo("undecodable");
            assertThat(letter.reason()).isEqualTo("undecodable");
            assertThat(letter.attempts()).isEqualTo(1);
            assertThat(letter.error()).endsWith("Exception");
        });
        assertThat(letters.stream().map(DeadLetter::origin))
                .containsExactly("test.undecodable/0/10", "test.undecodable/0/11", "test.undecodable/0/12");
        assertThat(letters.get(0).key()).isEqualTo("key");
        assertThat(letters.get(1).body()).isNull();
        assertThat(letters.get(1).errorMessage()).isEqualTo("an event without a body");
        assertThat(letters.get(2).body()).isEqualTo("{}");
        assertThat(world.counted("souk.consumer.dead", "undecodable")).isEqualTo(3);
    }

    @Test
    void whatCannotBeDecidedFailsAloneAndIsTriedAsOftenAsTheSettingSays() {
        EventType<Noted> type = world.topic("test.undecidable", 1);
        List<NewEvent<?>> events = events(type, "mixed", 37);
        UUID poison = events.get(21).id();
        AtomicInteger alone = new AtomicInteger();
        world.send("test.undecidable", events);

        world.consume(world.messaging, "undecidable", "test.undecidable", (tx, batch) -> {
            if (batch.stream().noneMatch(event -> event.id().equals(poison))) {
                return takeEffect(tx, "undecidable", batch);
            }
            int number = batch.size() == 1 ? alone.incrementAndGet() : 0;
            return takeEffect(tx, "undecidable", batch)
                    .compose(taken -> Future.failedFuture(new IllegalArgumentException("failure " + number)));
        });

        eventually()
                .untilAsserted(() -> assertThat(world.committed("undecidable")).isEqualTo(Map.of(0, 37L)));
        assertThat(world.effects("undecidable"))
                .hasSize(36)
                .doesNotContain(poison)
                .doesNotHaveDuplicates();
        assertThat(world.count("SELECT count(*) FROM inbox WHERE consumer = 'undecidable'"))
                .as("the poison leaves no inbox row: it may be decided later")
                .isEqualTo(36);
        assertThat(letters("test.undecidable")).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("undecidable");
            assertThat(letter.attempts()).isEqualTo(ATTEMPTS);
            assertThat(letter.error()).isEqualTo(IllegalArgumentException.class.getName());
            assertThat(letter.errorMessage()).isEqualTo("failure 1");
            assertThat(letter.lastError()).endsWith("failure " + ATTEMPTS);
            assertThat(letter.origin()).isEqualTo("test.undecidable/0/21");
            assertThat(letter.key()).isEqualTo("a key");
            assertThat(letter.body()).contains(poison.toString());
        });
        assertThat(alone).hasValue(ATTEMPTS);
    }

    /** An envelope that is right around data that is not: nothing about it gets better, and nothing may wait behind it. */
    @Test
    void anEventWhoseDataIsNotOfItsKindStopsNothing() {
        EventType<Noted> type = world.topic("test.misshapen", 1);
        EventType<String> wrong = new EventType<>(type.name(), type.topic(), String.class);
        NewEvent<String> misshapen = NewEvent.of(wrong, "misshapen", 1, Instant.EPOCH, null, "no record");
        List<NewEvent<?>> good = events(type, "shapely", 4);
        world.send("test.misshapen", good.subList(0, 2));
        world.send("test.misshapen", List.of(misshapen));
        world.send("test.misshapen", good.subList(2, 4));

        world.consume(world.messaging, "misshapen", "test.misshapen", (tx, batch) -> {
            batch.forEach(event -> event.dataOf(type));
            return takeEffect(tx, "misshapen", batch);
        });

        eventually()
                .untilAsserted(() -> assertThat(world.committed("misshapen")).isEqualTo(Map.of(0, 5L)));
        assertThat(world.effects("misshapen")).containsExactlyInAnyOrderElementsOf(ids(good));
        assertThat(letters("test.misshapen")).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("undecidable");
            assertThat(letter.attempts()).isEqualTo(ATTEMPTS);
            assertThat(letter.errorMessage()).startsWith("not the data of");
        });
    }

    /** A CHECK, or a number too large for its column. */
    @Test
    void whatTheDatabaseFindsImpossibleIsOfTheMessage() {
        EventType<Noted> type = world.topic("test.impossible", 1);
        List<NewEvent<?>> events = events(type, "impossible", 8);
        UUID poison = events.get(3).id();
        world.send("test.impossible", events);

        world.consume(
                world.messaging,
                "impossible",
                "test.impossible",
                (tx, batch) -> takeEffect(tx, "impossible", batch)
                        .compose(taken ->
                                batch.stream().anyMatch(event -> event.id().equals(poison))
                                        ? tx.query("SELECT 1 / 0").execute().map(taken)
                                        : Future.succeededFuture(taken)));

        eventually()
                .untilAsserted(() -> assertThat(world.committed("impossible")).isEqualTo(Map.of(0, 8L)));
        assertThat(world.effects("impossible")).hasSize(7).doesNotContain(poison);
        assertThat(letters("test.impossible"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.errorMessage()).contains("division by zero"));
    }

    /** No offset may pass a message that is stored nowhere: the consumer skips it only once its letter is written. */
    @Test
    void aMessageWhoseLetterCannotBeWrittenIsNotPassedOver() {
        world.topic("test.letterless", 1);
        world.deleteTopic("test.letterless.dlq");
        world.sendBytes("test.letterless", List.of("no event".getBytes(StandardCharsets.UTF_8)));

        world.consume(world.messaging, "letterless", "test.letterless", (tx, e) -> takeEffect(tx, "letterless", e));
        eventually()
                .untilAsserted(() -> assertThat(world.counted("souk.consumer.retried", "letterless"))
                        .isPositive());
        assertThat(world.committed("letterless")).isEmpty();
        assertThat(world.counted("souk.consumer.dead", "letterless")).isZero();

        world.createTopic("test.letterless.dlq", 1);
        eventually()
                .untilAsserted(() -> assertThat(world.committed("letterless")).isEqualTo(Map.of(0, 1L)));
        assertThat(letters("test.letterless")).hasSize(1);
    }
}
