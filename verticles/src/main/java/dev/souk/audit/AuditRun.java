package dev.souk.audit;

import dev.souk.audit.invariant.Invariant;
import dev.souk.audit.store.Snapshots;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One look at everything, and then at what was suspect until that has settled or the settle time since the first
 * snapshot is over.
 */
final class AuditRun {
    private static final long POLL_MILLIS = 1_000;

    private final Vertx vertx;
    private final Databases databases;
    private final List<Invariant> invariants;
    private final Progress progress;
    private final long deadline;

    AuditRun(Vertx vertx, Databases databases, List<Invariant> invariants, Duration settle, Progress progress) {
        this.vertx = vertx;
        this.databases = databases;
        this.invariants = invariants;
        this.progress = progress;
        this.deadline = System.nanoTime() + settle.toNanos();
    }

    Future<AuditReport> run() {
        return databases
                .inSnapshots(this::lookAtAll)
                .compose(this::settle)
                .map(trackers -> AuditReport.of(
                        trackers.stream().map(SuspectTracker::report).toList()));
    }

    private Future<List<SuspectTracker>> lookAtAll(Snapshots snapshots) {
        Future<List<SuspectTracker>> looks = Future.succeededFuture(new ArrayList<>());
        for (Invariant invariant : invariants) {
            looks = looks.compose(trackers -> {
                progress.looking(invariant.name(), trackers.size(), invariants.size());
                return invariant.suspects().apply(snapshots).map(finding -> {
                    trackers.add(new SuspectTracker(invariant, finding));
                    return trackers;
                });
            });
        }
        return looks;
    }

    private Future<List<SuspectTracker>> settle(List<SuspectTracker> trackers) {
        return unsettled(trackers) == 0
                ? Future.succeededFuture(trackers)
                : databases
                        .inSnapshots(snapshots -> lookAgain(snapshots, trackers))
                        .compose(looked -> settleUnlessOver(trackers));
    }

    private Future<List<SuspectTracker>> settleUnlessOver(List<SuspectTracker> trackers) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (unsettled(trackers) == 0 || !left.isPositive()) {
            return Future.succeededFuture(trackers);
        }
        progress.waiting(unsettled(trackers), left);
        // The last look is behind the deadline, never before.
        return vertx.timer(Math.min(POLL_MILLIS, left.toMillis() + 1)).compose(waited -> settle(trackers));
    }

    private static long unsettled(List<SuspectTracker> trackers) {
        return trackers.stream().mapToLong(SuspectTracker::unsettled).sum();
    }

    private static Future<Void> lookAgain(Snapshots snapshots, List<SuspectTracker> trackers) {
        Future<Void> looks = Future.succeededFuture();
        for (SuspectTracker tracker : trackers) {
            looks = looks.compose(before -> tracker.lookAgain(snapshots));
        }
        return looks;
    }
}
