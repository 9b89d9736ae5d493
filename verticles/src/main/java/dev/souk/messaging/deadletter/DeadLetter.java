package dev.souk.messaging.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A message that was given up, and why.
 *
 * @param consumer that gave it up
 * @param reason {@code undecodable} or {@code undecidable}
 * @param attempts that were made at it
 * @param error class of the first of their failures, and {@code errorMessage} its message
 * @param lastError the last of their failures
 * @param origin {@code topic/partition/offset} of the message, and {@code originAt} its time
 * @param buriedAt when it was given up
 * @param key of the message: order id or SKU
 * @param body of the message as text; what is no UTF-8 is replaced
 */
public record DeadLetter(
        DeadLetterId id,
        String consumer,
        String reason,
        int attempts,
        String error,
        String errorMessage,
        String lastError,
        String origin,
        Instant originAt,
        Instant buriedAt,
        @Nullable String key,
        @Nullable String body) {

    static DeadLetter of(ConsumerRecord<byte[], byte[]> letter) {
        return new DeadLetter(
                idOf(letter),
                header(letter, DeadLetters.CONSUMER),
                header(letter, DeadLetters.REASON),
                (int) number(letter, DeadLetters.ATTEMPTS),
                header(letter, DeadLetters.ERROR),
                header(letter, DeadLetters.ERROR_MESSAGE),
                header(letter, DeadLetters.LAST_ERROR),
                header(letter, DeadLetters.TOPIC) + "/" + header(letter, DeadLetters.PARTITION) + "/"
                        + header(letter, DeadLetters.OFFSET),
                Instant.ofEpochMilli(number(letter, DeadLetters.TIMESTAMP)),
                Instant.ofEpochMilli(letter.timestamp()),
                text(letter.key()),
                text(letter.value()));
    }

    static DeadLetterId idOf(ConsumerRecord<byte[], byte[]> letter) {
        return new DeadLetterId(letter.topic(), letter.partition(), letter.offset());
    }

    /** A header that is missing reads as empty: other producers may write to the topic too. */
    public static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static long number(ConsumerRecord<byte[], byte[]> letter, String name) {
        try {
            return Long.parseLong(header(letter, name));
        } catch (NumberFormatException missing) {
            return 0;
        }
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
