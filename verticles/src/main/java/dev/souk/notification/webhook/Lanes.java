package dev.souk.notification.webhook;

import dev.souk.notification.webhook.domain.Breaker;
import dev.souk.notification.webhook.message.WebhookView;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The lanes of all endpoints: none takes the room of another. For one context. */
final class Lanes {
    private final int ofEach;
    private final Map<UUID, Lane> lanes = new HashMap<>();

    Lanes(int ofEach) {
        this.ofEach = ofEach;
    }

    Lane of(UUID endpoint) {
        return lanes.computeIfAbsent(endpoint, first -> new Lane(ofEach));
    }

    /** Forgets endpoints that are told nothing more, once nothing is under way to them. */
    void keep(Collection<UUID> active) {
        lanes.entrySet()
                .removeIf(lane ->
                        !active.contains(lane.getKey()) && lane.getValue().isIdle());
    }

    /** @return how much more may begin, of the endpoints where anything may */
    Map<UUID, Integer> room(Collection<WebhookView> active, long nowMillis) {
        Map<UUID, Integer> room = new HashMap<>();
        for (WebhookView endpoint : active) {
            Lane lane = of(endpoint.id());
            lane.setVersion(endpoint.updatedAt());
            int free = lane.room(nowMillis);
            if (free > 0) {
                room.put(endpoint.id(), free);
            }
        }
        return room;
    }

    Map<Breaker.State, Long> states(long nowMillis) {
        Map<Breaker.State, Long> states = new EnumMap<>(Breaker.State.class);
        lanes.values().forEach(lane -> states.merge(lane.state(nowMillis), 1L, Long::sum));
        return states;
    }
}
