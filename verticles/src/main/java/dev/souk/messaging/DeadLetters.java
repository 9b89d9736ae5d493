package dev.souk.messaging;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.kafka.client.producer.KafkaProducer;
import io.vertx.kafka.client.producer.KafkaProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a message goes that cannot be decoded or decided: unchanged, with headers that say why. A dead letter that
 * cannot be written fails, and its message must then not be committed.
 */
final class DeadLetters {
    static final String CONSUMER = "souk-consumer";
    static final String REASON = "souk-reason";
    static final String ORIGIN = "souk-origin";

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final KafkaProducer<byte[], byte[]> producer;

    DeadLetters(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    Future<Void> write(String consumer, Received received, Throwable reason) {
        log.atError()
                .addKeyValue("consumer", consumer)
                .addKeyValue("origin", received.origin())
                .setCause(reason)
                .log("a message goes to the dead letters");
        KafkaProducerRecord<byte[], byte @Nullable []> letter =
                KafkaProducerRecord.create(Topics.deadLetters(received.topic()), received.key(), received.value());
        letter.addHeader(CONSUMER, consumer)
                .addHeader(REASON, Buffer.buffer(String.valueOf(reason.getMessage())))
                .addHeader(ORIGIN, received.origin());
        return producer.send(letter).mapEmpty();
    }
}
