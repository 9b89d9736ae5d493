package dev.souk.messaging.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact as it travels: a CloudEvents 1.0 event in structured JSON, with the extension attributes {@code seq} and
 * {@code traceparent} (CloudEvents' distributed-tracing extension).
 *
 * @param subject order id or SKU, also the record's key
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EventEnvelope(
        String specversion,
        UUID id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        long seq,
        @Nullable String traceparent,
        JsonNode data) {

    public static final String CONTENT_TYPE = "application/cloudevents+json";

    /** The form of an {@link EventEnvelope} on the way out: its data is not yet a tree. */
    private record Outgoing(
            String specversion,
            UUID id,
            String source,
            String type,
            String subject,
            Instant time,
            String datacontenttype,
            long seq,
            @Nullable String traceparent,
            Object data) {}

    public static String write(NewEvent<?> event) {
        return Json.text(new Outgoing(
                "1.0",
                event.id(),
                event.type().source(),
                event.type().name(),
                event.subject(),
                event.time(),
                "application/json",
                event.seq(),
                event.traceparent(),
                event.data()));
    }

    /** @throws IllegalArgumentException when the bytes are no such event */
    public static EventEnvelope read(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new IllegalArgumentException("an event without a body");
        }
        EventEnvelope event = Json.read(bytes, EventEnvelope.class);
        if (!"1.0".equals(event.specversion)
                || isMissing(event.id)
                || isMissing(event.type)
                || isMissing(event.subject)
                || isMissing(event.data)) {
            throw new IllegalArgumentException("not a CloudEvents 1.0 event with id, type, subject and data");
        }
        return event;
    }

    private static boolean isMissing(@Nullable Object attribute) {
        return attribute == null;
    }

    public boolean is(EventType<?> kind) {
        return kind.name().equals(type);
    }

    /** @throws IllegalArgumentException when the data is not of that kind */
    public <T> T dataOf(EventType<T> kind) {
        try {
            return Json.MAPPER.treeToValue(data, kind.data());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the data of " + kind.name() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IllegalArgumentException when the subject is no UUID */
    public UUID orderId() {
        return UUID.fromString(subject);
    }
}
