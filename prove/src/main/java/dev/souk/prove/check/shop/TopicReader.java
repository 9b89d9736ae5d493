package dev.souk.prove.check.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.check.facts.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads topics from their beginnings to where they end now, with a consumer of no group. */
public final class TopicReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int MOST = 5_000;

    private final String bootstrapServers;

    public TopicReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * @param topics those to read, by name
     * @throws UnreadableException when the brokers do not answer, or do not go on answering, for half a minute
     */
    public void read(Predicate<String> topics, Consumer<? super Fact.Event> to) {
        try (KafkaConsumer<byte[], byte[]> kafka = KafkaReading.open(bootstrapServers, MOST)) {
            List<TopicPartition> partitions = kafka.listTopics(LIMIT).entrySet().stream()
                    .filter(topic -> topics.test(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            kafka.assign(partitions);
            kafka.seekToBeginning(partitions);
            readAll(kafka, kafka.endOffsets(partitions, LIMIT), to);
        } catch (KafkaException e) {
            throw new UnreadableException("the topics cannot be read", e);
        }
    }

    private static void readAll(
            KafkaConsumer<byte[], byte[]> kafka, Map<TopicPartition, Long> ends, Consumer<? super Fact.Event> to) {
        long heard = System.nanoTime();
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            while (kafka.position(end.getKey(), LIMIT) < end.getValue()) {
                var polled = kafka.poll(POLL);
                polled.forEach(record -> to.accept(event(record)));
                if (!polled.isEmpty()) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > LIMIT.toNanos()) {
                    throw new KafkaException("nothing more of " + end.getKey() + " comes before its end");
                }
            }
        }
    }

    private static Fact.Event event(ConsumerRecord<byte[], byte[]> record) {
        JsonNode event = parse(record.value());
        return new Fact.Event(
                record.topic(),
                record.partition(),
                record.offset(),
                uuid(event.path("id").asText()),
                event.path("type").asText("unreadable"),
                event.path("subject").asText(),
                event.path("seq").asLong(),
                digest(record.value()),
                instant(event.path("data").path("deadline").asText()));
    }

    private static JsonNode parse(byte @Nullable [] bytes) {
        try {
            return bytes == null ? JSON.missingNode() : JSON.readTree(bytes);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte @Nullable [] bytes) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(bytes == null ? new byte[0] : bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
