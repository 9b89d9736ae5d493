package dev.souk.notification.webhook.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is this node's to try, until its claim runs out.
 *
 * @param claim of this attempt alone
 * @param tries attempts before this one, since the delivery was last asked for
 */
public record Claimed(
        UUID id,
        UUID claim,
        UUID endpoint,
        UUID eventId,
        String event,
        @Nullable UUID orderId,
        long seq,
        Instant happenedAt,
        int tries) {}
