package dev.souk.messaging;

import static dev.souk.messaging.MessagingWorld.events;
import static dev.souk.messaging.MessagingWorld.eventually;
import static dev.souk.messaging.MessagingWorld.takeEffect;
import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.MessagingWorld.Noted;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.deadletter.DeadLetter;
import dev.souk.messaging.deadletter.DeadLetterId;
import dev.souk.messaging.deadletter.DeadLetterQueue;
import dev.souk.messaging.deadletter.DeadLetterQueue.Page;
import dev.souk.messaging.deadletter.DeadLetterQueue.Settled;
import dev.souk.messaging.deadletter.DeadLetters;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operator looks at dead letters, sends them back, or puts them aside. */
final class DeadLetterQueueTest {
    private static MessagingWorld world;
    private static DeadLetterQueue queue;
    private volatile boolean repaired;

    @BeforeAll
    static void open() {
        world = MessagingWorld.create(Map.of("messaging.attempts", "1", "messaging.relay-after", "20s"));
        world.relay();
        queue = world.deadLetters();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** Cannot decide anything until it is {@link #repaired}. */
    private EventHandler defective(String consumer) {
        return (tx, events) -> repaired
                ? takeEffect(tx, consumer, events)
                : Future.failedFuture(new IllegalStateException("a defect of " + consumer));
    }

    private static List<DeadLetter> letters(String topic) {
        return await(queue.list(topic, null, 100)).items();
    }

    private static List<DeadLetterId> ids(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::id).toList();
    }

    private List<DeadLetter> buried(String topic, String consumer, int count) {
        world.consume(world.messaging, consumer, topic, defective(consumer));
        eventually().untilAsserted(() -> assertThat(letters(topic)).hasSize(count));
        return letters(topic);
    }

    @Test
    void whatIsSentBackIsHandledOnceByTheOneThatGaveItUp() {
        EventType<Noted> type = world.topic("test.replayed", 1);
        List<NewEvent<?>> events = events(type, "replayed", 3);
        world.send("test.replayed", events);
        world.consume(world.messaging, "healthy", "test.replayed", (tx, e) -> takeEffect(tx, "healthy", e));
        List<DeadLetter> letters = buried("test.replayed", "sick", 3);

        repaired = true;
        Settled settled = await(queue.replay(ids(letters)));

        assertThat(settled.done()).isEqualTo(ids(letters));
        assertThat(settled.unknown()).isEmpty();
        List<UUID> expected = events.stream().<UUID>map(NewEvent::id).toList();
        eventually()
                .untilAsserted(() -> assertThat(world.effects("sick")).containsExactlyInAnyOrderElementsOf(expected));
        eventually()
                .untilAsserted(() -> assertThat(world.counted("souk.consumer.suppressed", "healthy"))
                        .isEqualTo(3));
        assertThat(world.effects("healthy")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(letters("test.replayed")).isEmpty();
        assertThat(await(queue.find(ids(letters).getFirst())))
                .as("Kafka has it no more")
                .isEmpty();
        assertThat(await(queue.replay(ids(letters))).unknown())
                .hasSize(3)
                .allSatisfy(unknown -> assertThat(unknown.reason()).isEqualTo("there is no such letter"));
        assertThat(world.count("SELECT count(*) FROM dead_letter_settled WHERE topic = 'test.replayed.dlq'"))
                .as("nor need the database remember it")
                .isZero();
    }

    /** No inbox row names a message that cannot be read: only its address tells to which consumer it comes again. */
    @Test
    void whatNobodyCanReadComesBackToTheOneWhoseLetterItIs() {
        world.topic("test.garbage", 1);
        world.consume(world.messaging, "first", "test.garbage", defective("first"));
        world.consume(world.messaging, "second", "test.garbage", defective("second"));
        world.sendBytes("test.garbage", List.of("nonsense".getBytes(StandardCharsets.UTF_8)));
        eventually().untilAsserted(() -> assertThat(letters("test.garbage")).hasSize(2));
        DeadLetter ofFirst = letters("test.garbage").stream()
                .filter(letter -> letter.consumer().equals("first"))
                .findFirst()
                .orElseThrow();

        await(queue.replay(List.of(ofFirst.id())));

        eventually()
                .untilAsserted(() -> assertThat(world.counted("souk.consumer.suppressed", "second"))
                        .isEqualTo(1));
        eventually()
                .untilAsserted(() -> assertThat(letters("test.garbage"))
                        .extracting(DeadLetter::consumer)
                        .containsExactlyInAnyOrder("first", "second"));
        assertThat(letters("test.garbage")).extracting(DeadLetter::id).doesNotContain(ofFirst.id());
    }

    /** The healthy consumer's memory of it must outlive the message that comes again. */
    @Test
    void whatIsSentBackIsRememberedFromThenOnByThoseWhoHandledIt() {
        EventType<Noted> type = world.topic("test.memory", 1);
        world.send("test.memory", events(type, "memory", 1));
        world.consume(world.messaging, "memory-healthy", "test.memory", (tx, e) -> takeEffect(tx, "memory-healthy", e));
        List<DeadLetter> letters = buried("test.memory", "memory-sick", 1);
        eventually()
                .untilAsserted(() -> assertThat(world.effects("memory-healthy")).hasSize(1));
        world.execute("UPDATE inbox SET handled_at = now() - INTERVAL '30 days' WHERE consumer = 'memory-healthy'");

        await(queue.replay(ids(letters)));

        assertThat(world.count("SELECT count(*) FROM inbox WHERE consumer = 'memory-healthy'"
                        + " AND handled_at > now() - INTERVAL '1 hour'"))
                .isEqualTo(1);
    }

    @Test
    void aLetterBehindAnOpenOneIsDealtWithAndStillThere() {
        EventType<Noted> type = world.topic("test.behind", 1);
        world.send("test.behind", events(type, "behind", 3));
        List<DeadLetterId> all = ids(buried("test.behind", "behind", 3));

        Settled settled = await(queue.discard(List.of(all.get(1))));

        assertThat(settled.done()).containsExactly(all.get(1));
        assertThat(ids(letters("test.behind"))).containsExactly(all.get(0), all.get(2));
        assertThat(await(queue.find(all.get(1)))).isPresent();
        assertThat(await(queue.discard(List.of(all.get(1)))).unknown())
                .singleElement()
                .satisfies(unknown -> assertThat(unknown.reason()).isEqualTo("it was dealt with before"));

        await(queue.discard(List.of(all.get(0))));
        assertThat(ids(letters("test.behind"))).containsExactly(all.get(2));
        assertThat(await(queue.find(all.get(1)))).as("freed along").isEmpty();
        assertThat(world.end("test.behind", 0)).as("nothing was sent back").isEqualTo(3);
    }

    /** Neither the audit, which looks for it, nor a repair, which publishes again, misses a discarded letter. */
    @Test
    void whatIsDiscardedIsHandledFromThenOn() {
        EventType<Noted> type = world.topic("test.discarded", 1);
        List<NewEvent<?>> events = events(type, "discarded", 2);
        world.send("test.discarded", events);
        List<DeadLetter> letters = buried("test.discarded", "discarding", 2);

        await(queue.discard(List.of(letters.getFirst().id())));
        assertThat(world.count("SELECT count(*) FROM inbox WHERE consumer = 'discarding'"))
                .isEqualTo(1);
        repaired = true;
        world.send("test.discarded", events);

        eventually()
                .untilAsserted(() -> assertThat(world.effects("discarding"))
                        .containsExactly(events.getLast().id()));
        assertThat(world.counted("souk.consumer.suppressed", "discarding")).isEqualTo(1);
    }

    /** The consumer has no inbox rows but this one, and looks for no others. */
    @Test
    void whatIsDiscardedIsNotTakenByOneThatBearsRepetitionEither() {
        EventType<Noted> type = world.topic("test.waived", 1);
        List<NewEvent<?>> events = events(type, "waived", 4);
        EventHandler defective = defective("waiving");
        world.consume(world.messaging, "waiving", "test.waived", new EventHandler() {
            @Override
            public boolean bearsRepetition() {
                return true;
            }

            @Override
            public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> batch) {
                return defective.handle(tx, batch);
            }
        });
        world.send("test.waived", events);
        eventually().untilAsserted(() -> assertThat(letters("test.waived")).hasSize(4));

        await(queue.discard(ids(letters("test.waived")).subList(0, 2)));
        repaired = true;
        world.send("test.waived", events);

        eventually()
                .untilAsserted(() -> assertThat(world.effects("waiving"))
                        .containsExactlyInAnyOrder(
                                events.get(2).id(), events.get(3).id()));
        assertThat(world.counted("souk.consumer.suppressed", "waiving")).isEqualTo(2);
    }

    /** The letters are more than the queue holds in memory at once. */
    @Test
    void anyNumberOfLettersIsDealtWithBatchAfterBatch() {
        EventType<Noted> type = world.topic("test.many", 2);
        world.commit(events(type, "many", 130));
        // Kafka took none of these in time.
        world.leaveBehind(events(type, "many-late", 100));
        world.overdue("many-late");
        world.consume(world.messaging, "many", "test.many", defective("many"));
        List<DeadLetterId> all = new ArrayList<>();
        eventually().untilAsserted(() -> {
            all.clear();
            all.addAll(ids(await(queue.list("test.many", null, 1_000)).items()));
            assertThat(all).hasSize(230);
        });
        DeadLetterId never = DeadLetterId.parse("test.many.dlq/1/100000");
        List<DeadLetterId> asked = new ArrayList<>(all);
        asked.add(never);

        repaired = true;
        Settled settled = await(queue.replay(asked));

        assertThat(settled.done()).isEqualTo(all);
        assertThat(settled.unknown().stream().map(DeadLetterQueue.Unknown::id)).containsExactly(never);
        eventually().untilAsserted(() -> assertThat(world.effects("many")).hasSize(230));
        assertThat(letters("test.many")).isEmpty();
    }

    @Test
    void lettersComeInPagesInTheOrderOfTheirIds() {
        EventType<Noted> type = world.topic("test.pages", 3);
        world.commit(events(type, "pages", 15));
        world.leaveBehind(events(type, "pages-late", 10));
        world.overdue("pages-late");
        List<DeadLetterId> all = ids(buried("test.pages", "pages", 25));
        assertThat(all).isSorted().doesNotHaveDuplicates();
        await(queue.discard(all.subList(3, 9)));

        List<DeadLetterId> paged = new ArrayList<>();
        Page page = await(queue.list("test.pages", null, 4));
        paged.addAll(ids(page.items()));
        while (page.next() != null) {
            assertThat(page.items()).hasSize(4);
            page = await(queue.list("test.pages", page.next(), 4));
            paged.addAll(ids(page.items()));
        }

        List<DeadLetterId> open = new ArrayList<>(all);
        open.removeAll(all.subList(3, 9));
        assertThat(paged).isEqualTo(open);
    }

    /** Any client can write a header: the header does not decide which topic a letter goes back to. */
    @Test
    void aLetterIsSentBackToNoOtherTopicThanItsOwn() {
        world.topic("test.own", 1);
        world.topic("test.foreign", 1);
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("test.own.dlq", null, new byte[] {1});
        letter.headers().add(DeadLetters.TOPIC, "test.foreign".getBytes(StandardCharsets.UTF_8));
        world.sendAll(List.of(letter));

        Settled settled = await(queue.replay(List.of(DeadLetterId.parse("test.own.dlq/0/0"))));

        assertThat(settled.done()).isEmpty();
        assertThat(settled.unknown())
                .singleElement()
                .satisfies(unknown ->
                        assertThat(unknown.reason()).isEqualTo("it does not say that it came from test.own"));
        assertThat(letters("test.own")).hasSize(1);
        assertThat(world.end("test.foreign", 0)).isZero();
    }

    @Test
    void idsThatAreNoneAreNamed() {
        world.topic("test.none", 1);
        List<DeadLetterId> asked = List.of(
                DeadLetterId.parse("test.none.dlq/0/0"),
                DeadLetterId.parse("test.none.dlq/7/0"),
                DeadLetterId.parse("test.nowhere.dlq/0/0"));

        Settled settled = await(queue.replay(asked));

        assertThat(settled.done()).isEmpty();
        assertThat(settled.unknown().stream().map(DeadLetterQueue.Unknown::id)).isEqualTo(asked);
    }
}
