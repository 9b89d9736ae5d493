package dev.souk.notification.webhook.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event for an endpoint, not tried yet.
 *
 * @param seq of the event within its order; 0 for a test
 */
public record NewDelivery(
        UUID endpoint, UUID eventId, String event, @Nullable UUID orderId, long seq, Instant happenedAt) {

    /** Of the endpoint and the event alone: an event that is handled again makes no second delivery. */
    public UUID id() {
        return UUID.nameUUIDFromBytes((endpoint + "\n" + eventId).getBytes(StandardCharsets.UTF_8));
    }
}
