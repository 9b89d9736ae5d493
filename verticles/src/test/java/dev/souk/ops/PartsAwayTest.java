package dev.souk.ops;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.Progress;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.ops.message.ConsumersView;
import dev.souk.ops.message.OpsEndpoints;
import dev.souk.ops.message.OpsEndpoints.ReadCluster;
import dev.souk.ops.message.OpsEndpoints.ReadConsumers;
import dev.souk.ops.message.OpsEndpoints.ReadPipeline;
import dev.souk.ops.message.OpsEndpoints.ReadRedis;
import dev.souk.ops.message.RedisView;
import dev.souk.ops.node.NodeIdentity;
import dev.souk.ops.node.NodeReportVerticle;
import dev.souk.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers to operators while servers are frozen, and after. */
@Tag("stack")
class PartsAwayTest {
    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    @Test
    void whatIsAwayIsToldAsAwayAndTheRestIsShown(@TempDir Path folder) {
        try (EmbeddedStack stack = EmbeddedStack.start(StackOptions.temporary(folder), Progress.SILENT);
                TestDatabase database = TestDatabase.on(
                        stack, Map.of("redis.nodes", stack.redis().addresses()))) {
            TopicAdmin.ensureTopics(database.settings.kafka());
            Bus bus = new Bus(database.vertx, Duration.ofSeconds(30));
            NodeIdentity node = new NodeIdentity("node-1", "1", List.of("edge"), Instant.EPOCH);
            await(database.vertx.deployVerticle(new NodeReportVerticle(bus, database.metrics, node, true)));
            await(database.vertx.deployVerticle(
                    new OpsVerticle(bus, database.transactions, database.settings, "node-1")));
            eventually()
                    .until(() ->
                            consumers(bus).unreachable() == null && ring(bus).unreachable() == null);

            frozen(stack).forEach(ServerProcess::suspend);
            try {
                eventually()
                        .until(() -> consumers(bus).unreachable() != null
                                && ring(bus).unreachable() != null);
                assertThat(ring(bus).key()).extracting("slot").isEqualTo(4_768);
                eventually()
                        .until(() -> await(bus.ask(OpsEndpoints.CLUSTER, new ReadCluster()))
                                        .nodes()
                                        .size()
                                == 1);
                assertThat(await(bus.ask(OpsEndpoints.PIPELINE, new ReadPipeline()))
                                .nodes())
                        .isEqualTo(1);
            } finally {
                frozen(stack).forEach(ServerProcess::resume);
            }

            eventually()
                    .until(() ->
                            consumers(bus).unreachable() == null && ring(bus).unreachable() == null);
        }
    }

    /** Everything that a shop needs. */
    private static List<ServerProcess> frozen(EmbeddedStack stack) {
        return Stream.of(
                        stack.kafka().brokers(),
                        stack.redis().nodes(),
                        List.of(stack.postgres().process()))
                .flatMap(List::stream)
                .toList();
    }

    private static ConsumersView consumers(Bus bus) {
        return await(bus.ask(OpsEndpoints.CONSUMERS, new ReadConsumers()));
    }

    private static RedisView ring(Bus bus) {
        return await(bus.ask(OpsEndpoints.REDIS, new ReadRedis("test1")));
    }
}
