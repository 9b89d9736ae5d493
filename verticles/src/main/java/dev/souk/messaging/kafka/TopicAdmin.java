package dev.souk.messaging.kafka;

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
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are not there yet. Blocks: for start-up, off the event loops. */
public final class TopicAdmin {
    private static final int TIMEOUT_SECONDS = 20;
    private static final int SEGMENTS = 7;

    private TopicAdmin() {}

    /**
     * @return the topics that were created
     * @throws IllegalStateException when Kafka cannot be reached or refuses
     */
    public static List<String> ensureTopics(Settings.Kafka kafka) {
        try (Admin admin = Admin.create(KafkaClients.admin(kafka))) {
            Set<String> there = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = wanted(kafka).stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            for (var creation : admin.createTopics(missing).values().values()) {
                await(creation);
            }
            return missing.stream().map(NewTopic::name).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the topics", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka at " + kafka.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    private static void await(org.apache.kafka.common.KafkaFuture<Void> creation)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            creation.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static List<NewTopic> wanted(Settings.Kafka kafka) {
        String retention = Long.toString(kafka.retention().toMillis());
        String insync = Integer.toString(kafka.minInsyncReplicas());
        // Kafka deletes whole segments: short ones keep messages not much longer than they must be kept.
        String segment = Long.toString(Math.max(60_000, kafka.retention().toMillis() / SEGMENTS));
        String letter = Integer.toString(KafkaClients.DEAD_LETTER_BYTES);
        List<NewTopic> topics = new ArrayList<>();
        for (String name : Topics.ALL) {
            topics.add(new NewTopic(name, kafka.partitions(), (short) kafka.replication())
                    .configs(Map.of("retention.ms", retention, "segment.ms", segment, "min.insync.replicas", insync)));
            // A dead letter waits for an operator: it is kept until one deals with it.
            topics.add(new NewTopic(Topics.deadLetters(name), kafka.partitions(), (short) kafka.replication())
                    .configs(Map.of("retention.ms", "-1", "max.message.bytes", letter, "min.insync.replicas", insync)));
        }
        return topics;
    }
}
