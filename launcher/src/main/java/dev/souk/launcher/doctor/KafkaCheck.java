package dev.souk.launcher.doctor;

import dev.souk.messaging.event.Topics;
import dev.souk.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** The Kafka cluster and the topics of the shop. */
final class KafkaCheck {
    private static final int LIMIT_SECONDS = 5;

    private KafkaCheck() {}

    static List<Finding> examine(Settings.Kafka kafka) throws InterruptedException {
        String where = kafka.bootstrapServers();
        Map<String, Object> config =
                Map.of("bootstrap.servers", where, "request.timeout.ms", "3000", "default.api.timeout.ms", "4000");
        try (Admin admin = Admin.create(config)) {
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .size();
            Set<String> there = admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return List.of(
                    Finding.good("kafka", where + ", " + brokers + (brokers == 1 ? " broker" : " brokers")),
                    topics(there));
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            return List.of(Finding.bad("kafka", where, cause));
        }
    }

    private static Finding topics(Set<String> there) {
        List<String> missing = new ArrayList<>();
        for (String topic : Topics.ALL) {
            missing.add(topic);
            missing.add(Topics.deadLetters(topic));
        }
        int wanted = missing.size();
        missing.removeAll(there);
        return missing.isEmpty()
                ? Finding.good("topics", "all " + wanted)
                : Finding.bad("topics", missing + " missing: the first node that starts creates them");
    }
}
