package dev.souk.launcher.cli;

import dev.souk.audit.AuditReport;
import dev.souk.audit.AuditReport.CheckReport;
import dev.souk.audit.AuditReport.RepairOutcome;
import dev.souk.audit.AuditReport.RepairReport;
import dev.souk.bus.Json;
import java.io.PrintWriter;
import java.util.List;

/** An audit's report as it is printed. */
final class AuditText {
    private AuditText() {}

    static void print(AuditReport report, boolean json, PrintWriter out) {
        if (json) {
            out.println(Json.text(report));
        } else {
            List<RepairReport> repairs = report.repairs() == null ? List.of() : report.repairs();
            boolean planned = repairs.stream().allMatch(repair -> repair.outcome() != RepairOutcome.DONE);
            // Repairs that were done come before the audit that looked at them, a plan after the audit that needs it.
            if (!planned) {
                repairs.forEach(repair -> print(out, repair));
            }
            report.checks().forEach(check -> print(out, check));
            if (planned) {
                repairs.forEach(repair -> print(out, repair));
            }
            out.println(report.ok() ? "All invariants hold." : "Invariants are violated.");
        }
        out.flush();
    }

    private static void print(PrintWriter out, RepairReport repair) {
        String outcome = switch (repair.outcome()) {
            case PLANNED -> "would";
            case DONE -> "done";
            case LEFT_ALONE -> "left";
            case FAILED -> "FAIL";
        };
        out.printf("%-5s  %-14s %s  %s  (%s)%n", outcome, repair.remedy(), repair.id(), repair.words(), repair.check());
    }

    private static void print(PrintWriter out, CheckReport check) {
        out.printf(
                "%-4s  %-26s %,12d checked%s%n",
                check.ok() ? "ok" : "FAIL",
                check.name(),
                check.checked(),
                check.inFlight() == 0 ? "" : String.format(", %,d in flight", check.inFlight()));
        check.violations().forEach(violation -> out.println("        " + violation.id() + "  " + violation.detail()));
        if (check.more() != null) {
            out.printf("        and %,d more%n", check.more());
        }
    }
}
