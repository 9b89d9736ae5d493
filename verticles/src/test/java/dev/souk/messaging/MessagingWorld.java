package dev.souk.messaging;

import static dev.souk.testing.TestDatabase.await;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.deadletter.DeadLetterQueue;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.event.Topics;
import dev.souk.messaging.kafka.KafkaClients;
import dev.souk.messaging.outbox.OutboxRepository;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Messaging on a real broker and a real database, with topics of a test's own and a table in which every effect leaves a
 * row: an effect that happened twice has two.
 */
final class MessagingWorld implements AutoCloseable {
    private static final int SECONDS = 30;

    final TestDatabase database;
    final Messaging messaging;
    private final List<Messaging> nodes = new ArrayList<>();
    private final List<EventConsumer> consumers = new ArrayList<>();
    private final Producer<byte[], byte[]> producer;
    private final Admin admin;

    record Noted(String text) {}

    private MessagingWorld(TestDatabase database) {
        this.database = database;
        this.messaging = node("node-1");
        this.producer = new KafkaProducer<>(KafkaClients.deadLetters(database.settings.kafka()));
        this.admin = Admin.create(KafkaClients.admin(database.settings.kafka()));
        await(database.pool
                .query("CREATE TABLE effect (event_id UUID NOT NULL, consumer TEXT NOT NULL, batch UUID NOT NULL)")
                .execute());
    }

    static MessagingWorld create(Map<String, String> overrides) {
        return on(SharedStack.get(), overrides);
    }

    /** On a stack of the test's own, whose servers it may kill. */
    static MessagingWorld on(EmbeddedStack stack, Map<String, String> overrides) {
        return new MessagingWorld(TestDatabase.on(stack, overrides));
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    /** Messaging as another node on the same database has it. */
    Messaging node(String name) {
        Messaging node =
                new Messaging(database.vertx, database.settings, name, database.transactions, database.metrics);
        nodes.add(node);
        return node;
    }

    /** Makes a topic, and the one for its dead letters. */
    EventType<Noted> topic(String name, int partitions) {
        createTopic(name, partitions);
        createTopic(Topics.deadLetters(name), partitions);
        return new EventType<>(name + ".noted", name, Noted.class);
    }

    void createTopic(String name, int partitions) {
        get(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all());
    }

    void deleteTopic(String name) {
        get(admin.deleteTopics(List.of(name)).all());
    }

    /** @param key of the first subject; equal arguments give equal events */
    static List<NewEvent<?>> events(EventType<Noted> type, String key, int count) {
        return IntStream.range(0, count)
                .<NewEvent<?>>mapToObj(
                        i -> NewEvent.of(type, key + "-" + i, 1, Instant.EPOCH, null, new Noted(key + " " + i)))
                .toList();
    }

    void commit(List<NewEvent<?>> events) {
        await(messaging.facts().commit("test", tx -> Future.succeededFuture(new Decided<>("", events))));
    }

    /**
     * Runs the relay of this node, as the product does: events that Kafka did not take in time come from the outbox.
     *
     * <p>A producer gives up after 15 s. With a {@code messaging.relay-after} beyond that nothing comes twice on a slow machine.
     */
    void relay() {
        deploy(messaging.relay());
    }

    /** Makes the events overdue that were committed under these keys and not published. */
    void overdue(String key) {
        execute("UPDATE outbox_pending p SET created_at = now() - INTERVAL '6 minutes' FROM outbox o"
                + " WHERE o.id = ANY (p.events) AND o.key LIKE '" + key + "-%'");
    }

    /** Commits the events and does not publish them, as a node leaves them that is killed in between. */
    void leaveBehind(List<NewEvent<?>> events) {
        OutboxRepository outbox =
                new OutboxRepository(database.settings.messaging().shards());
        await(database.transactions.run("test", tx -> outbox.append(tx, events)));
    }

    /** Sends the events straight to Kafka, past the outbox; returns when Kafka has them. */
    void send(String topic, List<NewEvent<?>> events) {
        sendBytes(
                topic,
                events.stream()
                        .map(event -> EventEnvelope.write(event).getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    void sendBytes(String topic, List<byte[]> values) {
        sendAll(values.stream()
                .map(value -> new ProducerRecord<>(topic, "a key".getBytes(StandardCharsets.UTF_8), value))
                .toList());
    }

    void sendAll(List<ProducerRecord<byte[], byte[]>> records) {
        try {
            for (var sent : records.stream().map(producer::send).toList()) {
                sent.get(SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A member of the consumer's group on an event loop of its own; stopped at the end of the test. */
    EventConsumer consume(Messaging node, String consumer, String topic, EventHandler handler) {
        List<EventConsumer> started = new ArrayList<>();
        Deployable verticle =
                context -> node.consume(consumer, Set.of(topic), handler).onSuccess(started::add);
        await(database.vertx.deployVerticle(verticle));
        consumers.add(started.getFirst());
        return started.getFirst();
    }

    /** Leaves a row for each event, in the transaction that it is given; all of one call have one batch. */
    static Future<Effects> takeEffect(SqlConnection tx, String consumer, List<EventEnvelope> events) {
        UUID[] ids = events.stream().map(EventEnvelope::id).toArray(UUID[]::new);
        return tx.preparedQuery("INSERT INTO effect SELECT e.id, $1, $2 FROM unnest($3::uuid[]) AS e (id)")
                .execute(Tuple.tuple()
                        .addString(consumer)
                        .addUUID(UUID.randomUUID())
                        .addArrayOfUUID(ids))
                .map(Effects.NONE);
    }

    /** @return events that the consumer has effects of, each as often as it has */
    List<UUID> effects(String consumer) {
        return await(database.pool
                .preparedQuery("SELECT event_id FROM effect WHERE consumer = $1")
                .execute(Tuple.of(consumer))
                .map(rows -> {
                    List<UUID> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getUUID(0)));
                    return ids;
                }));
    }

    long count(String query) {
        return await(database.pool
                .query(query)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    int execute(String statement) {
        return await(database.pool.query(statement).execute().map(rows -> rows.rowCount()));
    }

    long counted(String metric, String consumer) {
        return (long) database.metrics.counter(metric, "consumer", consumer).count();
    }

    /** @return offsets that the consumer's group has committed, by partition */
    Map<Integer, Long> committed(String consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                get(admin.listConsumerGroupOffsets("souk." + consumer).partitionsToOffsetAndMetadata());
        Map<Integer, Long> byPartition = new TreeMap<>();
        offsets.forEach((partition, offset) -> byPartition.put(partition.partition(), offset.offset()));
        return byPartition;
    }

    /** @return the offset behind the last message of the partition */
    long end(String topic, int partition) {
        TopicPartition of = new TopicPartition(topic, partition);
        return get(admin.listOffsets(Map.of(of, OffsetSpec.latest())).partitionResult(of))
                .offset();
    }

    DeadLetterQueue deadLetters() {
        return new DeadLetterQueue(database.vertx, database.settings.kafka(), database.transactions);
    }

    /** @return its deployment, to take it away again */
    String deploy(VerticleBase verticle) {
        return await(database.vertx.deployVerticle(verticle));
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(Future.join(consumers.stream().map(EventConsumer::stop).toList()));
        await(Future.join(database.vertx.deploymentIDs().stream()
                .map(database.vertx::undeploy)
                .toList()));
        await(Future.join(nodes.stream().map(Messaging::close).toList()));
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
        database.close();
    }
}
