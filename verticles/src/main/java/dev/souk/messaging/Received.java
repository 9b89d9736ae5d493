package dev.souk.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record as Kafka delivered it, and the event it holds, or why it holds none. */
record Received(
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        @Nullable EventEnvelope event,
        @Nullable IllegalArgumentException defect) {

    static Received of(ConsumerRecord<byte[], byte[]> record) {
        try {
            EventEnvelope event = EventEnvelope.read(record.value());
            return of(record, event, null);
        } catch (IllegalArgumentException defect) {
            return of(record, null, defect);
        }
    }

    private static Received of(
            ConsumerRecord<byte[], byte[]> record,
            @Nullable EventEnvelope event,
            @Nullable IllegalArgumentException defect) {
        return new Received(
                record.topic(), record.partition(), record.offset(), record.key(), record.value(), event, defect);
    }

    /** @return {@code topic/partition/offset} */
    String origin() {
        return topic + "/" + partition + "/" + offset;
    }
}
