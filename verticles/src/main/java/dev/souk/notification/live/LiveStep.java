package dev.souk.notification.live;

import dev.souk.bus.Json;
import dev.souk.order.message.TimelineEntry;

/**
 * A timeline entry, encoded once for all followers of the order.
 *
 * @param seq number of the entry within the order
 * @param event name of the event
 * @param json the entry as its followers get it: {@code {seq, at, status, event, reason, eventId, traceId}}
 */
public record LiveStep(long seq, String event, String json) {
    static LiveStep of(TimelineEntry entry) {
        return new LiveStep(entry.seq(), entry.event(), Json.text(entry));
    }
}
