package dev.souk.traffic.target;

import dev.souk.traffic.scenario.ScenarioRun;
import java.util.Locale;

/**
 * One line of the table of targets.
 *
 * @param work the figure of the shop
 * @param reference the figure that it is compared with; 1 where the goal is a number and not a ratio
 * @param limit of work / reference
 * @param atLeast whether the ratio has to reach the limit; else it must not exceed it
 * @param unit of both figures
 * @param notes further observations
 */
public record Target(
        String id,
        String what,
        double work,
        double reference,
        double limit,
        boolean atLeast,
        String unit,
        String notes) {

    public double ratio() {
        return work / reference;
    }

    /** Whether the target is met; a figure of zero (no transaction, no order) is short. */
    public boolean passes() {
        if (work <= 0 || reference <= 0) {
            return false;
        }
        return atLeast ? ratio() >= limit : ratio() <= limit;
    }

    public String line() {
        return String.format(
                Locale.ROOT,
                "%-4s %-46s %s %-6s %12s %12s %-10s %8.2f  %s%s",
                id,
                what,
                atLeast ? ">=" : "<=",
                ScenarioRun.number(limit),
                ScenarioRun.number(work),
                reference == 1 ? "-" : ScenarioRun.number(reference),
                unit,
                ratio(),
                passes() ? "pass" : "short",
                notes.isEmpty() ? "" : "  (" + notes + ")");
    }
}
