package dev.souk.audit;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * Invariant 5: every outbox event is published. What its node did not publish is the relay's work, within seconds.
 */
final class OutboxPublished implements SettlingCheck {
    private final EventAuditRepository events;

    OutboxPublished(EventAuditRepository events) {
        this.events = events;
    }

    @Override
    public String name() {
        return "outbox-published";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return events.unpublished(snapshots.shop());
    }

    @Override
    public Future<Finding> lookAgain(Snapshots snapshots, Collection<String> ids) {
        return events.unpublished(snapshots.shop(), ids);
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.PUBLISH_AGAIN);
    }
}
