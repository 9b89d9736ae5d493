package dev.souk.audit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One look at everything, and then at what was suspect until that has settled or the settle time since the first snapshot
 * is over.
 */
final class AuditRun {
    private static final long POLL_MILLIS = 1_000;

    private final Vertx vertx;
    private final Databases databases;
    private final List<Check> checks;
    private final Progress progress;
    private final long deadline;

    AuditRun(Vertx vertx, Databases databases, List<Check> checks, Duration settle, Progress progress) {
        this.vertx = vertx;
        this.databases = databases;
        this.checks = checks;
        this.progress = progress;
        this.deadline = System.nanoTime() + settle.toNanos();
    }

    Future<AuditReport> run() {
        return databases
                .inSnapshots(this::lookAtAll)
                .compose(this::settle)
                .map(watches ->
                        AuditReport.of(watches.stream().map(Watch::report).toList()));
    }

    private Future<List<Watch>> lookAtAll(Snapshots snapshots) {
        Future<List<Watch>> looks = Future.succeededFuture(new ArrayList<>());
        for (Check check : checks) {
            looks = looks.compose(watches -> {
                progress.looking(check.name(), watches.size(), checks.size());
                return check.look(snapshots).map(finding -> {
                    watches.add(new Watch(check, finding));
                    return watches;
                });
            });
        }
        return looks;
    }

    private Future<List<Watch>> settle(List<Watch> watches) {
        return unsettled(watches) == 0
                ? Future.succeededFuture(watches)
                : databases
                        .inSnapshots(snapshots -> lookAgain(snapshots, watches))
                        .compose(looked -> settleUnlessOver(watches));
    }

    private Future<List<Watch>> settleUnlessOver(List<Watch> watches) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (unsettled(watches) == 0 || !left.isPositive()) {
            return Future.succeededFuture(watches);
        }
        progress.waiting(unsettled(watches), left);
        // The last look is behind the deadline, never before.
        return vertx.timer(Math.min(POLL_MILLIS, left.toMillis() + 1)).compose(waited -> settle(watches));
    }

    private static long unsettled(List<Watch> watches) {
        return watches.stream().mapToLong(Watch::unsettled).sum();
    }

    private static Future<Void> lookAgain(Snapshots snapshots, List<Watch> watches) {
        Future<Void> looks = Future.succeededFuture();
        for (Watch watch : watches) {
            looks = looks.compose(before -> watch.lookAgain(snapshots));
        }
        return looks;
    }
}
