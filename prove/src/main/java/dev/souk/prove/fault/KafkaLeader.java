package dev.souk.prove.fault;

import dev.souk.embedded.kafka.EmbeddedKafka;
import dev.souk.embedded.process.ServerProcess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the broker that leads most partitions of the shop's topics at the moment. */
final class KafkaLeader {
    private static final Logger log = LoggerFactory.getLogger(KafkaLeader.class);
    private static final int SECONDS = 5;

    private KafkaLeader() {}

    /** @return some broker when Kafka does not say */
    static ServerProcess of(EmbeddedKafka kafka, int otherwise) throws InterruptedException {
        List<ServerProcess> brokers = kafka.brokers();
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "request.timeout.ms", "4000",
                "default.api.timeout.ms", "4500"))) {
            return brokers.get(leader(admin) - 1);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            log.info("no leader is known: {}", e.getMessage());
            return brokers.get(Math.floorMod(otherwise, brokers.size()));
        }
    }

    private static int leader(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> topics = admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS);
        Map<Integer, Long> led =
                admin.describeTopics(topics).allTopicNames().get(SECONDS, TimeUnit.SECONDS).values().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .map(partition -> partition.leader())
                        .filter(leader -> leader != null && !leader.isEmpty())
                        .collect(Collectors.groupingBy(Node::id, Collectors.counting()));
        return led.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(1);
    }
}
