package dev.souk.messaging.consumer;

import dev.souk.messaging.deadletter.DeadLetter;
import dev.souk.messaging.deadletter.DeadLetters;
import dev.souk.messaging.event.EventEnvelope;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record as Kafka delivered it, and the event it holds, or why it holds none. */
public record Received(
        ConsumerRecord<byte[], byte[]> record,
        @Nullable EventEnvelope event,
        @Nullable RuntimeException defect) {

    /** The type of the event, for consumers to decide by before they read the body. */
    public static final String TYPE = "ce_type";

    /** Whether the header names a type that does not matter. A record without the header has to be read. */
    static boolean isPassedOver(ConsumerRecord<byte[], byte[]> record, Predicate<String> concerns) {
        String type = DeadLetter.header(record, TYPE);
        return !type.isEmpty() && !concerns.test(type);
    }

    /** Gives an answer for any bytes: an exception here would stop the partition. */
    public static Received of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new Received(record, EventEnvelope.read(record.value()), null);
        } catch (RuntimeException defect) {
            return new Received(record, null, defect);
        }
    }

    /** A message that was sent back is for the consumer that gave it up, any other one for every consumer. */
    boolean isFor(String consumer) {
        String addressee = DeadLetter.header(record, DeadLetters.ADDRESSEE);
        return addressee.isEmpty() || addressee.equals(consumer);
    }

    /** @return {@code topic/partition/offset} */
    public String origin() {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
