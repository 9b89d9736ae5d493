package dev.souk.prove.naive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles placed orders, one message after the other, on a thread of its own. It commits offsets now and then and keeps
 * no record of its work, so a message that comes again is settled again. A failed message is logged and forgotten.
 */
final class NaiveSettler implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NaiveSettler.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration POLL = Duration.ofMillis(250);

    private final NaiveOrders orders;
    private final KafkaConsumer<byte[], byte[]> kafka;
    private final Thread thread;
    private volatile boolean stopping;

    NaiveSettler(String bootstrapServers, NaiveOrders orders) {
        this.orders = orders;
        this.kafka = new KafkaConsumer<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", NaiveTopic.GROUP,
                "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class,
                "enable.auto.commit", "true",
                "auto.commit.interval.ms", "1000",
                "auto.offset.reset", "earliest",
                "session.timeout.ms", "6000",
                "heartbeat.interval.ms", "1500",
                "metadata.max.age.ms", "10000"));
        this.thread = Thread.ofPlatform().name("naive-settler").unstarted(this::consume);
    }

    void start() {
        thread.start();
    }

    private void consume() {
        try (kafka) {
            kafka.subscribe(List.of(NaiveTopic.NAME));
            while (!stopping) {
                for (ConsumerRecord<byte[], byte[]> message : kafka.poll(POLL)) {
                    handle(message);
                }
            }
        } catch (WakeupException e) {
            log.debug("woken to stop", e);
        } catch (KafkaException e) {
            log.error("the settler ends", e);
        }
    }

    private void handle(ConsumerRecord<byte[], byte[]> message) {
        try {
            JsonNode event = JSON.readTree(message.value());
            if (event.path("type").asText().equals("order.placed")) {
                JsonNode data = event.path("data");
                orders.settle(
                        UUID.fromString(event.path("subject").asText()),
                        data.path("amount").asLong(),
                        data.path("currency").asText(),
                        data.path("token").asText());
            }
        } catch (IOException | SQLException | ExecutionException | TimeoutException e) {
            log.warn("a message is skipped: {}", e.getMessage());
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        kafka.wakeup();
        thread.join();
    }
}
