package dev.souk.messaging.deadletter;

import dev.souk.messaging.consumer.Received;
import dev.souk.messaging.event.Topics;
import io.vertx.core.Future;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a message goes that cannot be decoded or decided: unchanged, its own headers too, with further ones that say
 * why. A dead letter that cannot be written fails, and its message must then not be committed.
 */
public final class DeadLetters {
    /** All of the headers that are added begin so. */
    static final String HEADERS = "souk-";

    static final String CONSUMER = "souk-consumer";
    /**
     * On a message that is sent back: the one consumer that gave it up. All others have it, or a letter of their own.
     */
    public static final String ADDRESSEE = "souk-addressee";

    static final String REASON = "souk-reason";
    static final String ATTEMPTS = "souk-attempts";
    static final String ERROR = "souk-error";
    static final String ERROR_MESSAGE = "souk-error-message";
    static final String LAST_ERROR = "souk-last-error";
    public static final String TOPIC = "souk-origin-topic";
    static final String PARTITION = "souk-origin-partition";
    static final String OFFSET = "souk-origin-offset";
    static final String TIMESTAMP = "souk-origin-timestamp";

    public static final String UNDECODABLE = "undecodable";
    public static final String UNDECIDABLE = "undecidable";

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int LONGEST = 2_000;

    private final KafkaWriteStream<byte[], byte[]> producer;

    /**
     * Why a message is given up.
     *
     * @param what {@link #UNDECODABLE} or {@link #UNDECIDABLE}
     * @param attempts that were made at it, 1 or more
     * @param first what the first of them failed with, and {@code last} the last one
     */
    public record Reason(String what, int attempts, Throwable first, Throwable last) {}

    public DeadLetters(KafkaWriteStream<byte[], byte[]> producer) {
        this.producer = producer;
        producer.exceptionHandler(failure -> log.debug("the dead letters' producer", failure));
    }

    public Future<Void> write(String consumer, Received received, Reason reason) {
        log.atError()
                .addKeyValue("consumer", consumer)
                .addKeyValue("origin", received.origin())
                .addKeyValue("attempts", reason.attempts())
                .setCause(reason.first())
                .log("a message goes to the dead letters");
        return producer.send(letter(consumer, received.record(), reason)).mapEmpty();
    }

    private static ProducerRecord<byte[], byte[]> letter(
            String consumer, ConsumerRecord<byte[], byte[]> origin, Reason reason) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.deadLetters(origin.topic()), origin.key(), origin.value());
        origin.headers().forEach(header -> letter.headers().add(header));
        add(letter, CONSUMER, consumer);
        add(letter, REASON, reason.what());
        add(letter, ATTEMPTS, Integer.toString(reason.attempts()));
        add(letter, ERROR, reason.first().getClass().getName());
        add(letter, ERROR_MESSAGE, String.valueOf(reason.first().getMessage()));
        add(letter, LAST_ERROR, String.valueOf(reason.last()));
        add(letter, TOPIC, origin.topic());
        add(letter, PARTITION, Integer.toString(origin.partition()));
        add(letter, OFFSET, Long.toString(origin.offset()));
        add(letter, TIMESTAMP, Long.toString(origin.timestamp()));
        return letter;
    }

    private static void add(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        String bounded = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
        letter.headers().add(name, bounded.getBytes(StandardCharsets.UTF_8));
    }

    public Future<Void> close() {
        return producer.close(2_000);
    }
}
