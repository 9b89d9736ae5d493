package dev.souk.order.message;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step of an order.
 *
 * @param seq 1, 2, 3, ... within the order
 * @param status after the step
 * @param event what happened: the order's event, or the payment's
 * @param eventId of the event that this step published, when it did
 * @param traceId W3C trace id of the request or event that caused it
 */
public record TimelineEntry(
        long seq,
        Instant at,
        OrderStatus status,
        String event,
        @Nullable String reason,
        @Nullable UUID eventId,
        @Nullable String traceId) {}
