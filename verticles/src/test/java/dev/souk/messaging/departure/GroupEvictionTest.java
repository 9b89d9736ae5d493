package dev.souk.messaging.departure;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.SharedStack;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members of a real group, whose sessions last for longer than the test. */
class GroupEvictionTest {
    private final String name = "evicted-" + UUID.randomUUID();
    private Vertx vertx;
    private GroupEviction eviction;

    private static Map<String, Object> client() {
        return new HashMap<>(
                Map.of("bootstrap.servers", SharedStack.get().kafka().bootstrapServers()));
    }

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        eviction = new GroupEviction(vertx, client());
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(name, 4, (short) 1))).all().get(60, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private Consumer<byte[], byte[]> member(String incarnation) {
        Map<String, Object> config = client();
        config.put("group.id", name);
        config.put("group.instance.id", GroupEviction.instanceOf(incarnation, "stock"));
        config.put("session.timeout.ms", "600000");
        config.put("max.poll.interval.ms", "600000");
        config.put("heartbeat.interval.ms", "500");
        config.put("key.deserializer", ByteArrayDeserializer.class);
        config.put("value.deserializer", ByteArrayDeserializer.class);
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config);
        consumer.subscribe(List.of(name));
        return consumer;
    }

    private static int partitions(Consumer<byte[], byte[]> of) {
        of.poll(Duration.ofMillis(200));
        return of.assignment().size();
    }

    @Test
    void theMembersOfADeadNodeLoseTheirPartitionsAndNobodyElse() {
        try (Consumer<byte[], byte[]> dead = member("node~1");
                Consumer<byte[], byte[]> heir = member("node~10")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> partitions(dead) == 2 & partitions(heir) == 2);

            assertThat(await(eviction.evict("node~2", List.of(name)))).isZero();
            assertThat(await(eviction.evict("node~1", List.of(name)))).isEqualTo(1);

            // The dead one does not poll any more.
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> partitions(heir) == 4);
            assertThat(await(eviction.evict("node~1", List.of(name)))).isZero();
        }
    }

    @Test
    void aGroupThatNobodyHasIsNoMatter() {
        assertThat(await(eviction.evict("node~1", List.of()))).isZero();
    }
}
