package dev.souk.messaging;

import dev.souk.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The settings of every Kafka client of a node, in one place. {@code kafka.client-properties} adds what a cluster asks of
 * its clients (TLS, SASL); what correctness rests on stands here and cannot be overridden.
 */
public final class KafkaClients {
    /** Most bytes of a message; the topics keep the brokers' default of 1 MiB. */
    static final int MESSAGE_BYTES = 1 << 20;
    /** A dead letter is its message and headers that say why. */
    static final int DEAD_LETTER_BYTES = 2 * MESSAGE_BYTES;

    private KafkaClients() {}

    /** For {@link org.apache.kafka.clients.admin.Admin}: gives up after 20 s. */
    public static Map<String, Object> admin(Settings.Kafka kafka) {
        Map<String, Object> config = common(kafka);
        config.put("request.timeout.ms", "5000");
        config.put("default.api.timeout.ms", "20000");
        return config;
    }

    /**
     * A member of a group, which commits offsets itself. One that was killed loses its partitions as soon as another node of
     * the cluster knows, else after 6 s; the others hear of it at their next heartbeat.
     *
     * @param instance id that no other member has, nor a later start of this one
     */
    static Map<String, Object> consumer(Settings.Kafka kafka, String group, String clientId, String instance) {
        Map<String, Object> config = reader(kafka);
        config.put("group.id", group);
        config.put("client.id", clientId);
        config.put("group.instance.id", instance);
        config.put("max.poll.records", Integer.toString(kafka.maxPollRecords()));
        config.put("fetch.max.wait.ms", "250");
        config.put("session.timeout.ms", "6000");
        config.put("heartbeat.interval.ms", "500");
        config.put("max.poll.interval.ms", "60000");
        config.put("metadata.max.age.ms", "30000");
        config.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        return config;
    }

    /** Reads partitions it names itself, without a group, for somebody who waits: gives up after 10 s. */
    static Map<String, Object> letters(Settings.Kafka kafka) {
        Map<String, Object> config = reader(kafka);
        config.put("request.timeout.ms", "5000");
        config.put("default.api.timeout.ms", "10000");
        // It goes from partition to partition, and a fetch that waits at the broker holds up the next one.
        config.put("fetch.max.wait.ms", "20");
        return config;
    }

    private static Map<String, Object> reader(Settings.Kafka kafka) {
        Map<String, Object> config = common(kafka);
        config.put("key.deserializer", ByteArrayDeserializer.class);
        config.put("value.deserializer", ByteArrayDeserializer.class);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        config.put("allow.auto.create.topics", "false");
        return config;
    }

    /** Events on their way out: many, small, in a hurry. */
    static Map<String, Object> publisher(Settings.Kafka kafka) {
        Map<String, Object> config = producer(kafka);
        config.put("key.serializer", StringSerializer.class);
        config.put("linger.ms", "5");
        config.put("batch.size", "131072");
        config.put("client.id", "souk-events");
        return config;
    }

    /** Dead letters, and messages that come back from there: bytes as they were. */
    static Map<String, Object> deadLetters(Settings.Kafka kafka) {
        Map<String, Object> config = producer(kafka);
        config.put("key.serializer", ByteArraySerializer.class);
        config.put("max.request.size", Integer.toString(DEAD_LETTER_BYTES));
        config.put("client.id", "souk-dead-letters");
        return config;
    }

    private static Map<String, Object> producer(Settings.Kafka kafka) {
        Map<String, Object> config = common(kafka);
        config.put("value.serializer", ByteArraySerializer.class);
        config.put("acks", "all");
        config.put("enable.idempotence", "true");
        config.put("compression.type", "lz4");
        config.put("max.block.ms", "2000");
        config.put("request.timeout.ms", "5000");
        config.put("delivery.timeout.ms", "15000");
        return config;
    }

    private static Map<String, Object> common(Settings.Kafka kafka) {
        Map<String, Object> config = new HashMap<>();
        if (!kafka.clientProperties().isEmpty()) {
            properties(Path.of(kafka.clientProperties())).forEach((name, value) -> config.put((String) name, value));
        }
        config.put("bootstrap.servers", kafka.bootstrapServers());
        // Souk has its own metrics; the client's would be one MBean tree for each instance.
        config.put("metric.reporters", "");
        config.put("enable.metrics.push", "false");
        return config;
    }

    private static Properties properties(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new IllegalStateException("kafka.client-properties: " + file + " cannot be read: " + e, e);
        }
    }
}
