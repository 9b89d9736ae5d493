package dev.souk.audit.repair;

import dev.souk.audit.AuditReport;
import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.audit.AuditReport.RepairOutcome;
import dev.souk.audit.AuditReport.RepairReport;
import dev.souk.audit.AuditReport.Violation;
import dev.souk.audit.invariant.Invariants;
import dev.souk.audit.invariant.Remedy;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Repairs the violations that an audit found, by asking the features. A feature looks at each id again in the
 * transaction that changes it, so that data that changed since the audit stays as it is. This class writes to no table.
 * The repairs of an order stand in its timeline; the former values of counters stand in {@code stock_recount}.
 *
 * <pre>
 *  violations ──by remedy──> 500 at a time ──> the feature: done, refused, or nothing wrong any more
 *                                 └ failed ──> one at a time, so that one that cannot be helped is in no other's way
 * </pre>
 *
 * <p>A repair that is run again does the rest.
 */
public final class Repair {
    private static final int BATCH = 500;
    private static final String BY_HAND = "by-hand";
    private static final String NOTHING = "nothing that is written down tells what is right";

    private final Map<String, List<Remedy>> remedies;
    private final Remedies features;

    /** @param features that answer */
    public Repair(Settings settings, Remedies features) {
        this.features = features;
        this.remedies = Invariants.remedies(settings);
    }

    /**
     * @param dryRun change nothing, and say what would be done
     * @return for each violation that the report lists what is done about it, never nothing; never fails
     */
    public Future<List<RepairReport>> carryOut(AuditReport report, boolean dryRun) {
        Map<Remedy, Remedied> tried = new EnumMap<>(Remedy.class);
        Future<Void> steps = Future.succeededFuture();
        for (Remedy remedy : Remedy.values()) {
            List<String> checks = remedies.keySet().stream()
                    .filter(check -> of(check).contains(remedy))
                    .toList();
            Remedied remedied = new Remedied();
            tried.put(remedy, remedied);
            for (List<String> batch : batches(report.violationsOf(checks))) {
                steps = steps.compose(before -> attempt(remedy, batch, dryRun, remedied));
            }
        }
        return steps.map(done -> said(report, tried, dryRun ? RepairOutcome.PLANNED : RepairOutcome.DONE));
    }

    private List<Remedy> of(String check) {
        return remedies.getOrDefault(check, List.of());
    }

    private static List<List<String>> batches(List<String> ids) {
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            batches.add(ids.subList(from, Math.min(ids.size(), from + BATCH)));
        }
        return batches;
    }

    private Future<Void> attempt(Remedy remedy, List<String> ids, boolean dryRun, Remedied remedied) {
        return features.apply(remedy, ids, dryRun)
                .onSuccess(remedied::take)
                .<Void>mapEmpty()
                .recover(failure -> {
                    if (ids.size() == 1) {
                        remedied.failed(ids.getFirst(), String.valueOf(failure.getMessage()));
                        return Future.succeededFuture();
                    }
                    Future<Void> oneByOne = Future.succeededFuture();
                    for (String id : ids) {
                        oneByOne = oneByOne.compose(before -> attempt(remedy, List.of(id), dryRun, remedied));
                    }
                    return oneByOne;
                });
    }

    private List<RepairReport> said(AuditReport report, Map<Remedy, Remedied> tried, RepairOutcome outcome) {
        List<RepairReport> said = new ArrayList<>();
        for (CheckReport check : report.checks()) {
            for (Violation violation : check.violations()) {
                said.addAll(said(check.name(), violation.id(), tried, outcome));
            }
        }
        return said;
    }

    private List<RepairReport> said(String check, String id, Map<Remedy, Remedied> tried, RepairOutcome outcome) {
        List<RepairReport> said = new ArrayList<>();
        String why = NOTHING;
        for (Remedy remedy : of(check)) {
            Remedied remedied = tried.getOrDefault(remedy, new Remedied());
            String name = remedy.reportName();
            String done = remedied.done().get(id);
            String failed = remedied.failed().get(id);
            if (done != null) {
                said.add(new RepairReport(check, id, name, done, outcome));
            }
            if (failed != null) {
                said.add(new RepairReport(check, id, name, failed, RepairOutcome.FAILED));
            }
            why = remedied.refused().getOrDefault(id, why);
        }
        return said.isEmpty() ? List.of(new RepairReport(check, id, BY_HAND, why, RepairOutcome.LEFT_ALONE)) : said;
    }
}
