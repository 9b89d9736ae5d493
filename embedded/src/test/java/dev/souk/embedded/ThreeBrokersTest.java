package dev.souk.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.souk.embedded.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka as the proof of correctness needs it: three replicas, two of them in sync, brokers that die and come back. */
@Tag("stack")
class ThreeBrokersTest {

    @TempDir
    private Path data;

    @Test
    void threeBrokersShouldGoOnWithoutTheLeaderAndTakeItBack() throws Exception {
        StackOptions options = StackOptions.temporary(data).withKafkaBrokers(3);
        try (EmbeddedStack stack = EmbeddedStack.start(options, Progress.SILENT)) {
            EmbeddedKafka kafka = stack.kafka();
            assertThat(kafka.brokers()).hasSize(3);
            Clients.createTopic(kafka, "orders", 3);
            Clients.produce(kafka, "orders", "before");
            int leader = partition(kafka).leader().id();
            kafka.brokers().get(leader - 1).kill();
            Clients.produce(kafka, "orders", "without");
            assertThat(partition(kafka).leader().id()).isNotEqualTo(leader);
            kafka.brokers().get(leader - 1).restart();
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> partition(kafka).isr().size() == 3);
            assertThat(Clients.consume(kafka, "orders", "readers", 2)).containsExactly("before", "without");
        }
        try (EmbeddedStack again = EmbeddedStack.start(options, Progress.SILENT)) {
            assertThat(Clients.consume(again.kafka(), "orders", "others", 2)).containsExactly("before", "without");
            assertThat(partition(again.kafka()).replicas().stream().map(Node::id))
                    .containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    private static TopicPartitionInfo partition(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Clients.admin(kafka)) {
            return admin.describeTopics(Set.of("orders")).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .findFirst()
                    .orElseThrow();
        }
    }
}
