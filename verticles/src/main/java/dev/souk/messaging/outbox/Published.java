package dev.souk.messaging.outbox;

import java.util.List;
import java.util.UUID;

/**
 * The events of one row of {@code outbox_pending} that Kafka has.
 *
 * @param all whether the row names no other events, so that it can go
 */
public record Published(UUID pending, List<UUID> events, boolean all) {
    public Published {
        events = List.copyOf(events);
    }
}
