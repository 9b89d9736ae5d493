package dev.souk.audit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Invariant 5: every published event took effect at each consumer that it concerns. The consumer's own rows tell, and where
 * they cannot, its inbox row, which is written in the transaction of the effect; so an event without either was lost, lies
 * in the dead letters, or is on its way. That no effect is double is seen by the counters, the timelines and the ledger.
 */
final class EffectsOnce implements SettlingCheck {
    private final EventAuditRepository events;
    private final Duration kept;

    /** @param kept inbox rows are kept for so long at least; older events are not looked at */
    EffectsOnce(EventAuditRepository events, Duration kept) {
        this.events = events;
        this.kept = kept;
    }

    @Override
    public String name() {
        return "effects-once";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return events.unhandled(snapshots.shop(), Subscription.ALL, kept);
    }

    @Override
    public Future<Finding> lookAgain(Snapshots snapshots, Collection<String> ids) {
        return events.unhandled(snapshots.shop(), Subscription.ALL, kept, ids);
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.PUBLISH_AGAIN);
    }
}
