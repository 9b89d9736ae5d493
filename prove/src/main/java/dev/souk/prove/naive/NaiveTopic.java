package dev.souk.prove.naive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topic on which the naive shop publishes its events, sometimes before they have happened. */
final class NaiveTopic implements AutoCloseable {
    static final String NAME = "naive.orders";
    static final String GROUP = "naive.orders";
    private static final int PARTITIONS = 6;
    private static final int SECONDS = 10;

    private final KafkaProducer<String, byte[]> producer;

    NaiveTopic(String bootstrapServers) {
        this.producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.serializer", StringSerializer.class,
                "value.serializer", ByteArraySerializer.class,
                "acks", "all",
                "max.block.ms", "2000",
                "request.timeout.ms", "3000",
                "delivery.timeout.ms", "5000"));
    }

    static void create(String bootstrapServers) throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(NAME, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Returns when the brokers have the record. */
    void publish(String type, UUID order, ObjectNode data)
            throws InterruptedException, ExecutionException, TimeoutException {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0")
                .put("id", UUID.randomUUID().toString())
                .put("source", "/naive")
                .put("type", type)
                .put("subject", order.toString())
                .put("time", Instant.now().toString());
        event.set("data", data);
        byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(NAME, order.toString(), bytes)).get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        producer.close();
    }
}
