package dev.souk.audit;

import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.audit.AuditReport.Violation;
import io.vertx.core.Future;
import java.util.List;

/** One check and those of its suspects that have not settled yet. Suspects only ever leave. */
final class Watch {
    static final int LISTED = 1_000;

    private final Check check;
    private final Finding first;
    private final long unwatched;
    private List<Suspect> suspects;

    Watch(Check check, Finding first) {
        this.check = check;
        this.suspects = first.suspects();
        this.first = first.withoutSuspects();
        this.unwatched = first.total() - suspects.size();
    }

    /** @return how many suspects may settle yet */
    int unsettled() {
        return check instanceof SettlingCheck ? suspects.size() : 0;
    }

    /** Looks at what may settle again, if there is any. */
    Future<Void> lookAgain(Snapshots snapshots) {
        return check instanceof SettlingCheck settling && !suspects.isEmpty()
                ? settling.lookAgain(
                                snapshots, suspects.stream().map(Suspect::id).toList())
                        .onSuccess(finding -> suspects = finding.suspects())
                        .mapEmpty()
                : Future.succeededFuture();
    }

    CheckReport report() {
        long settled = first.total() - unwatched - suspects.size();
        long violations = suspects.size() + unwatched;
        List<Violation> listed = suspects.stream()
                .limit(LISTED)
                .map(suspect -> new Violation(suspect.id(), suspect.detail()))
                .toList();
        Long more = violations > listed.size() ? violations - listed.size() : null;
        return new CheckReport(
                check.name(), violations == 0, first.checked(), first.inFlight() + settled, listed, more);
    }
}
