package dev.souk.ops;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.embedded.SharedStack;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.event.Topics;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.ops.message.ClusterView;
import dev.souk.ops.message.ConsumersView;
import dev.souk.ops.message.ConsumersView.Group;
import dev.souk.ops.message.ConsumersView.Partition;
import dev.souk.ops.message.LetterView;
import dev.souk.ops.message.OpsEndpoints;
import dev.souk.ops.message.OpsEndpoints.LetterPage;
import dev.souk.ops.message.OpsEndpoints.LettersSettled;
import dev.souk.ops.message.OpsEndpoints.ListLetters;
import dev.souk.ops.message.OpsEndpoints.ReadCluster;
import dev.souk.ops.message.OpsEndpoints.ReadConsumers;
import dev.souk.ops.message.OpsEndpoints.ReadLetter;
import dev.souk.ops.message.OpsEndpoints.ReadPipeline;
import dev.souk.ops.message.OpsEndpoints.ReadRedis;
import dev.souk.ops.message.OpsEndpoints.SettleLetters;
import dev.souk.ops.message.RedisView;
import dev.souk.ops.message.RedisView.RingNode;
import dev.souk.ops.message.RedisView.RingState;
import dev.souk.ops.node.NodeIdentity;
import dev.souk.ops.node.NodeReportVerticle;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operators' views of a real Kafka, a real Redis Cluster and a node. */
class OpsViewsTest {
    private static final String CONSUMER = "views-" + UUID.randomUUID();

    private static TestDatabase database;
    private static Messaging messaging;
    private static Bus bus;

    /** Reads the events of the catalog, and does nothing about them. */
    private static final class Reads extends VerticleBase {
        @SuppressWarnings("NullAway.Init") // it belongs to the context, in start
        private EventConsumer running;

        @Override
        public Future<?> start() {
            return messaging
                    .consume(CONSUMER, Set.of(Topics.CATALOG), new Nothing())
                    .onSuccess(it -> running = it);
        }

        @Override
        public Future<?> stop() {
            return running.stop();
        }
    }

    private static final class Nothing implements EventHandler {
        @Override
        public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
            return Future.succeededFuture(Effects.NONE);
        }
    }

    @BeforeAll
    static void open() {
        database = TestDatabase.create(
                Map.of("redis.nodes", SharedStack.get().redis().addresses()));
        TopicAdmin.ensureTopics(database.settings.kafka());
        bus = new Bus(database.vertx, Duration.ofSeconds(30));
        messaging = new Messaging(database.vertx, database.settings, "node-1", database.transactions, database.metrics);
        NodeIdentity node = new NodeIdentity("node-1", "1.2.3", List.of("order", "edge"), Instant.EPOCH);
        await(database.vertx.deployVerticle(new OpsVerticle(bus, database.transactions, database.settings, "node-1")));
        await(database.vertx.deployVerticle(new NodeReportVerticle(bus, database.metrics, node, true)));
        await(database.vertx.deployVerticle(new Reads()));
    }

    @AfterAll
    static void close() {
        database.vertx.deploymentIDs().forEach(id -> await(database.vertx.undeploy(id)));
        await(messaging.close());
        database.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private static ConsumersView consumers() {
        return await(bus.ask(OpsEndpoints.CONSUMERS, new ReadConsumers()));
    }

    private static List<Partition> partitions() {
        return consumers().groups().stream()
                .filter(group -> group.group().equals("souk." + CONSUMER))
                .map(Group::partitions)
                .findFirst()
                .orElse(List.of());
    }

    @Test
    void everyPartitionHasALeaderAReaderAndNoLagOnceItWasRead() {
        eventually()
                .untilAsserted(() -> assertThat(partitions()).hasSize(12).allSatisfy(partition -> {
                    assertThat(partition.topic()).isEqualTo(Topics.CATALOG);
                    assertThat(partition.leader()).isNotNull();
                    assertThat(partition.replicas()).isEqualTo(1);
                    assertThat(partition.inSync()).isEqualTo(1);
                    assertThat(partition.member()).isEqualTo("node-1-" + CONSUMER);
                    assertThat(partition.lag()).isZero();
                }));
        ConsumersView view = consumers();
        assertThat(view.unreachable()).isNull();
        assertThat(view.brokers()).hasSize(1);
        assertThat(view.deadLetters()).extracting("topic").contains("souk.orders.dlq", "souk.catalog.dlq");
    }

    @Test
    void theRingHasThreeMastersWithAReplicaEach() {
        RedisView ring = await(bus.ask(OpsEndpoints.REDIS, new ReadRedis("test1")));

        assertThat(ring.unreachable()).isNull();
        assertThat(ring.coveredSlots()).isEqualTo(16_384);
        List<RingNode> masters =
                ring.nodes().stream().filter(node -> node.master() == null).toList();
        assertThat(masters)
                .hasSize(3)
                .allSatisfy(master -> assertThat(ring.nodes())
                        .filteredOn(node -> master.address().equals(node.master()))
                        .hasSize(1));
        assertThat(ring.nodes()).extracting(RingNode::state).containsOnly(RingState.OK);
        RedisView.KeyPlace place = Objects.requireNonNull(ring.key());
        assertThat(place.slot()).isEqualTo(4_768);
        assertThat(masters).extracting(RingNode::address).contains(place.master());
        assertThat(place.replicas()).hasSize(1);
    }

    @Test
    void theNodeIsSeenAndWhatItDoes() {
        eventually()
                .until(() -> await(bus.ask(OpsEndpoints.CLUSTER, new ReadCluster())).nodes().stream()
                        .anyMatch(node -> node.node().equals("node-1")));
        ClusterView cluster = await(bus.ask(OpsEndpoints.CLUSTER, new ReadCluster()));

        ClusterView.Member node = cluster.nodes().getFirst();
        assertThat(cluster.seenBy()).isEqualTo("node-1");
        assertThat(node.version()).isEqualTo("1.2.3");
        assertThat(node.roles()).containsExactly("order", "edge");
        assertThat(node.silent()).isFalse();
        assertThat(node.load().heapUsed()).isPositive();
        eventually()
                .until(() -> await(bus.ask(OpsEndpoints.PIPELINE, new ReadPipeline())).stages().stream()
                        .anyMatch(stage -> stage.name().equals(CONSUMER)));
    }

    @Test
    void aDeadLetterIsListedReadAndDealtWithOnce() {
        String key = UUID.randomUUID().toString();
        String id = bury(key, "x".repeat(70_000));

        LetterPage page = await(bus.ask(OpsEndpoints.LETTERS, new ListLetters(Topics.CATALOG, null, 100)));
        LetterView listed = page.items().stream()
                .filter(letter -> key.equals(letter.key()))
                .findFirst()
                .orElseThrow();
        LetterView read = Objects.requireNonNull(
                await(bus.ask(OpsEndpoints.LETTER, new ReadLetter(id))).letter());

        assertThat(listed.id()).isEqualTo(id);
        assertThat(listed.body()).isNull();
        assertThat(listed.consumer()).isEqualTo("nobody");
        assertThat(read.body()).hasSize(65_536);
        LettersSettled settled = await(bus.ask(OpsEndpoints.SETTLE, new SettleLetters(List.of(id), false)));
        LettersSettled again = await(bus.ask(OpsEndpoints.SETTLE, new SettleLetters(List.of(id), false)));
        assertThat(settled.done()).containsExactly(id);
        assertThat(again.done()).isEmpty();
        assertThat(again.unknown()).extracting("id").containsExactly(id);
    }

    /** Writes a dead letter as a consumer does. */
    private static String bury(String key, String body) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", database.settings.kafka().bootstrapServers());
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.deadLetters(Topics.CATALOG), bytes(key), bytes(body));
        Map.of(
                        "souk-consumer", "nobody",
                        "souk-reason", "undecodable",
                        "souk-attempts", "1",
                        "souk-origin-topic", Topics.CATALOG,
                        "souk-origin-partition", "0",
                        "souk-origin-offset", "0")
                .forEach((name, value) -> letter.headers().add(name, bytes(value)));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            RecordMetadata written = producer.send(letter).get();
            return written.topic() + "/" + written.partition() + "/" + written.offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
