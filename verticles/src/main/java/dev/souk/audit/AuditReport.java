package dev.souk.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found; its JSON is part of the command's contract.
 *
 * @param ok no check has a violation
 */
public record AuditReport(boolean ok, List<CheckReport> checks) {
    public AuditReport {
        checks = List.copyOf(checks);
    }

    static AuditReport of(List<CheckReport> checks) {
        return new AuditReport(checks.stream().allMatch(CheckReport::ok), checks);
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
     * @param id of the order, event or SKU
     * @param detail what is wrong, in words
     */
    public record Violation(String id, String detail) {}
}
