package dev.souk.messaging.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact that becomes true with the transaction that writes it to the outbox.
 *
 * @param id derived from what makes the event unique, so that a transaction run again states the same event
 * @param subject key of the topic: order id or SKU
 * @param seq per source and subject, rising; nothing relies on arrival in this order
 * @param traceparent W3C trace context of the request that began it
 */
public record NewEvent<T>(
        UUID id,
        EventType<T> type,
        String subject,
        long seq,
        Instant time,
        @Nullable String traceparent,
        T data) {

    /** An event that is unique by its source, subject and sequence number. */
    public static <T> NewEvent<T> of(
            EventType<T> type, String subject, long seq, Instant time, @Nullable String traceparent, T data) {
        return new NewEvent<>(idOf(type.name(), subject, seq), type, subject, seq, time, traceparent, data);
    }

    /** Name-based, RFC 9562 version 3: equal inputs give the equal id. */
    public static UUID idOf(String type, String subject, long seq) {
        return UUID.nameUUIDFromBytes((type + '\n' + subject + '\n' + seq).getBytes(StandardCharsets.UTF_8));
    }
}
