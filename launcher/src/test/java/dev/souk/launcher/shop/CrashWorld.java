package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.FreePort;
import dev.souk.embedded.SharedStack;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Two nodes on the same servers: a steady one, which has the provider with it, and one that halts at a crash point and
 * tells no other process.
 */
final class CrashWorld {
    private static final Map<String, List<String>> GROUPS = Map.of(
            "souk.stock", List.of("souk.orders"),
            "souk.payment", List.of("souk.orders"),
            "souk.cart", List.of("souk.orders"),
            "souk.order", List.of("souk.stock", "souk.payments"));

    private static final int EXIT = 137;

    private final EmbeddedStack stack = SharedStack.get();
    private final String database;
    private final Map<String, String> raw;
    final Settings settings;
    /** The shop as the steady node serves it. */
    final Shop shop;

    private Node steady;

    /** @param overrides of settings of both nodes, by dotted key */
    CrashWorld(String database, Map<String, String> overrides) {
        this.database = database;
        Map<String, String> all =
                new HashMap<>(Map.of("node.name", "steady", "messaging.lease", "2s", "payment.lease", "5s"));
        all.putAll(overrides);
        this.raw = ShopSettings.of(database, all);
        this.settings = ShopSettings.load(raw);
        this.shop = new Shop("http://127.0.0.1:" + settings.http().port());
    }

    /** Starts the steady node. */
    CrashWorld open() {
        steady = Audits.await(Node.start(settings));
        return this;
    }

    void close() {
        if (steady != null) {
            // The next test has a new database and the same topics: it would get all events with uncommitted offsets.
            eventually().until(() -> GROUPS.entrySet().stream().allMatch(this::hasCommittedAll));
            Audits.await(steady.stop());
        }
    }

    private boolean hasCommittedAll(Map.Entry<String, List<String>> group) {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()))) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group.getKey())
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            admin.describeTopics(group.getValue())
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) -> description
                            .partitions()
                            .forEach(partition -> partitions.put(
                                    new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
            return admin.listOffsets(partitions).all().get().entrySet().stream()
                    .allMatch(end -> end.getValue().offset() == 0
                            || committed.get(end.getKey()) != null
                                    && committed.get(end.getKey()).offset()
                                            >= end.getValue().offset());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    /** An act of a buyer or an operator, at the node that will halt. */
    public interface Step {
        void at(Shop crashing) throws Exception;
    }

    /** Does the step again and again until the other node has halted at the point. */
    void halt(String point, Step step) throws Exception {
        // The provider does not move: it takes the money and is not part of the shop.
        Map<String, String> other = new HashMap<>(raw);
        other.put("node.name", "crashing");
        other.put("sandbox.enabled", "false");
        other.put("http.port", Integer.toString(FreePort.next()));
        other.put("management.port", Integer.toString(FreePort.next()));
        ServerProcess node =
                NodeProcess.of(stack, "crashing-node", other, "-XX:TieredStopAtLevel=1", "-Dsouk.test.crash=" + point);
        node.start();
        try {
            node.awaitReady();
            Shop crashing = new Shop("http://127.0.0.1:" + other.get("http.port"));
            eventually()
                    // Of two writers of many rows one may be the victim of a deadlock: it tries again.
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> {
                        step.at(crashing);
                        return !node.isAlive();
                    });
            assertThat(node.onExit().get(30, TimeUnit.SECONDS)).isEqualTo(EXIT);
            assertThat(Files.readString(node.logFile())).contains("halted at crash point " + point);
        } finally {
            node.kill();
        }
    }

    /** Acts as a client does: in any doubt it sends the same request again, to the node that is left. */
    Answer insist(Shop crashing, Function<Shop, CompletableFuture<Answer>> request) {
        Answer first;
        try {
            first = request.apply(crashing).exceptionally(gone -> null).join();
        } catch (RuntimeException gone) {
            // not even a token was to be had
            first = null;
        }
        return first == null || first.status() >= 500 ? request.apply(shop).join() : first;
    }

    /** The order as its buyer sees it, once it is in the state. */
    JsonNode await(String buyer, String id, Predicate<JsonNode> state) {
        return eventually().until(() -> shop.get(buyer, id), state::test);
    }

    static boolean hasStep(JsonNode order, String event) {
        for (JsonNode entry : order.get("timeline")) {
            if (entry.get("event").asText().equals(event)) {
                return true;
            }
        }
        return false;
    }

    /** Marks all events as unpublished, as nodes leave them that are killed time after time: all are published anew. */
    void forgetThatEventsWerePublished() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(stack.postgres().jdbcUrl(database));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO outbox_pending (id, shard, events, created_at)"
                            + " SELECT id, row_number() OVER (ORDER BY id) % 16, ARRAY[id], created_at - INTERVAL '1 minute'"
                            + " FROM outbox"
                            + " ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at"))
                    .isPositive();
        }
    }
}
