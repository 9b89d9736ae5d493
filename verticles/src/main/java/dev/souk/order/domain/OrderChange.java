package dev.souk.order.domain;

import dev.souk.order.message.TimelineEntry;
import java.util.List;

/**
 * The write for an order that moved on.
 *
 * @param expectedSeq of the row as it was read: another one means that the race was lost
 * @param lines new JSON of the lines; the same as before when they did not change
 */
public record OrderChange(StoredOrder order, long expectedSeq, List<TimelineEntry> entries, boolean linesChanged) {
    public OrderChange {
        entries = List.copyOf(entries);
    }
}
