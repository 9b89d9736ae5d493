package dev.souk.audit;

import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.audit.AuditReport.Violation;
import dev.souk.audit.invariant.Invariant;
import dev.souk.audit.store.Finding;
import dev.souk.audit.store.Snapshots;
import dev.souk.audit.store.Suspect;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;

/** One invariant and those of its suspects that have not settled yet. No suspect is ever added. */
final class SuspectTracker {
    private final Invariant invariant;
    private final Finding first;
    private final long unwatched;
    private List<Suspect> suspects;

    SuspectTracker(Invariant invariant, Finding first) {
        this.invariant = invariant;
        this.suspects = first.suspects();
        this.first = first.withoutSuspects();
        this.unwatched = first.total() - suspects.size();
    }

    /** @return how many suspects may settle yet */
    int unsettled() {
        return invariant.still() == null ? 0 : suspects.size();
    }

    /** Looks at the suspects that may settle again, if there are any. */
    Future<Void> lookAgain(Snapshots snapshots) {
        BiFunction<Snapshots, Collection<String>, Future<Finding>> still = invariant.still();
        return still == null || suspects.isEmpty()
                ? Future.succeededFuture()
                : still.apply(snapshots, suspects.stream().map(Suspect::id).toList())
                        .onSuccess(finding -> suspects = finding.suspects())
                        .mapEmpty();
    }

    CheckReport report() {
        long settled = first.total() - unwatched - suspects.size();
        long violations = suspects.size() + unwatched;
        List<Violation> listed = suspects.stream()
                .limit(Finding.LISTED)
                .map(suspect -> new Violation(suspect.id(), suspect.detail()))
                .toList();
        Long more = violations > listed.size() ? violations - listed.size() : null;
        return new CheckReport(
                invariant.name(), violations == 0, first.checked(), first.inFlight() + settled, listed, more);
    }
}
