package dev.souk.notification.webhook.message;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint.
 *
 * @param eventId the {@code webhook-id} of all its attempts
 * @param orderId absent for a test
 * @param attempts that have ended
 * @param outcome of the last attempt, in a word
 * @param responseStatus of the last attempt; absent where it was not answered
 * @param nextAttemptAt absent unless it is PENDING
 */
public record DeliveryView(
        UUID id,
        UUID eventId,
        String event,
        @Nullable UUID orderId,
        DeliveryStatus status,
        int attempts,
        @Nullable String outcome,
        @Nullable Integer responseStatus,
        @Nullable Instant nextAttemptAt,
        Instant createdAt) {}
