package dev.souk.edge;

import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.GetTimelines;
import dev.souk.order.message.OrderEndpoints.OrderChanged;
import dev.souk.order.message.OrderEndpoints.Timeline;
import dev.souk.order.message.OrderEndpoints.Timelines;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.TimelineEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Carl's orders behind an edge, all with the one timeline that the test makes. */
final class OneOrder {
    private final List<TimelineEntry> timeline = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    /** From now on this timeline answers the edge. */
    void standBehind(EdgeServer edge) {
        edge.features.answer(OrderEndpoints.TIMELINES, this::now);
    }

    /** Answers as the order's own store does; only ids of version 4 are orders. */
    Timelines now(GetTimelines asked) {
        Map<UUID, Timeline> found = new HashMap<>();
        List<TimelineEntry> known = List.copyOf(timeline);
        asked.after().forEach((order, after) -> {
            if (order.version() == Samples.ORDER.version()) {
                found.put(
                        order,
                        new Timeline(
                                "carl",
                                known.size(),
                                over,
                                known.stream()
                                        .filter(entry -> entry.seq() > after)
                                        .toList()));
            }
        });
        return new Timelines(found);
    }

    TimelineEntry happens(@Nullable String reason) {
        TimelineEntry entry = new TimelineEntry(
                timeline.size() + 1,
                Samples.NOON,
                OrderStatus.RESERVED,
                "order.step",
                reason,
                Samples.ORDER,
                "ab".repeat(16));
        timeline.add(entry);
        return entry;
    }

    TimelineEntry happens() {
        return happens(null);
    }

    /** Another entry, of which the node hears. */
    void happensAt(EdgeServer edge) {
        hint(edge, happens());
    }

    void happensAt(EdgeServer edge, String reason) {
        hint(edge, happens(reason));
    }

    int size() {
        return timeline.size();
    }

    void hint(EdgeServer edge, TimelineEntry entry) {
        edge.bus.hint(OrderEndpoints.CHANGED, new OrderChanged(Samples.ORDER, "carl", entry));
    }

    void ends() {
        over = true;
    }
}
