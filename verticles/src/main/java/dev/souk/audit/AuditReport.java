package dev.souk.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The findings of an audit; its JSON is part of the command's contract.
 *
 * @param ok no check has a violation
 * @param repairs actions that would be taken, or were taken, about violations; absent when no repair was asked for
 */
public record AuditReport(
        boolean ok, List<CheckReport> checks, @Nullable List<RepairReport> repairs) {
    public AuditReport {
        checks = List.copyOf(checks);
        repairs = repairs == null ? null : List.copyOf(repairs);
    }

    static AuditReport of(List<CheckReport> checks) {
        return new AuditReport(checks.stream().allMatch(CheckReport::ok), checks, null);
    }

    public AuditReport with(List<RepairReport> done) {
        return new AuditReport(ok, checks, done);
    }

    /** @return ids of all that checks of these names found, each once */
    public List<String> violationsOf(List<String> names) {
        return checks.stream()
                .filter(check -> names.contains(check.name()))
                .flatMap(check -> check.violations().stream())
                .map(Violation::id)
                .distinct()
                .toList();
    }

    /**
     * @param checked how many things were looked at
     * @param inFlight those that were suspect and have settled since, or have time left
     * @param violations the first 1,000
     * @param more how many further violations are not listed; absent when all are
     */
    public record CheckReport(
            String name,
            boolean ok,
            long checked,
            long inFlight,
            List<Violation> violations,
            @Nullable Long more) {
        public CheckReport {
            violations = List.copyOf(violations);
        }
    }

    /**
     * @param id of the order, event, payment or SKU
     * @param detail the fault, in words
     */
    public record Violation(String id, String detail) {}

    /**
     * The report on putting one violation right.
     *
     * @param check that found it, under {@code id}
     * @param remedy stable name of the remedy; {@code by-hand} when no program can
     * @param words the exact action, or the reason why there is none
     */
    public record RepairReport(String check, String id, String remedy, String words, RepairOutcome outcome) {}

    public enum RepairOutcome {
        /** It would be done. */
        PLANNED,
        DONE,
        /** Nothing was changed: people have to look at it. */
        LEFT_ALONE,
        /** It may work when tried again. */
        FAILED
    }
}
