package dev.souk.prove.check.shop;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes consumers without a group, which read bytes from the offsets that the caller sets. */
public final class KafkaReading {
    private KafkaReading() {}

    /**
     * Gives up on brokers that do not answer for ten seconds, where no other limit is given.
     *
     * @param most records of one poll
     */
    public static KafkaConsumer<byte[], byte[]> open(String bootstrapServers, int most) {
        return new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "enable.auto.commit",
                "false",
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                most,
                "default.api.timeout.ms",
                "10000"));
    }
}
