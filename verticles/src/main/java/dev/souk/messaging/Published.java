package dev.souk.messaging;

import java.util.List;
import java.util.UUID;

/**
 * What Kafka has of the events of one row of {@code outbox_pending}.
 *
 * @param all whether the row names no other events, so that it can go
 */
record Published(UUID pending, List<UUID> events, boolean all) {
    Published {
        events = List.copyOf(events);
    }
}
