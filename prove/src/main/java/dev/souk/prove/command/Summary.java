package dev.souk.prove.command;

import dev.souk.prove.check.Verdict;
import dev.souk.prove.run.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The verdict, for a terminal. */
final class Summary {
    private static final int SHOWN = 3;

    private Summary() {}

    static List<String> of(RunRecord run) {
        List<String> lines = new ArrayList<>();
        run.verdict().verdicts().forEach(verdict -> add(verdict, lines));
        long broken = run.verdict().verdicts().stream()
                .filter(verdict -> !verdict.ok())
                .count();
        lines.add("");
        lines.add(
                broken == 0
                        ? "Clean: every promise was kept."
                        : broken + " of " + run.verdict().verdicts().size() + " promises were broken.");
        return lines;
    }

    private static void add(Verdict verdict, List<String> lines) {
        String skipped = verdict.skipped();
        if (skipped != null) {
            lines.add(String.format(Locale.ROOT, "  --    %-32s %s", verdict.name(), skipped));
            return;
        }
        if (verdict.ok()) {
            lines.add(String.format(Locale.ROOT, "  ok    %-32s %,d checked", verdict.name(), verdict.checked()));
            return;
        }
        String unit =
                verdict.unit() == null || verdict.excess() == 0 ? "" : ", " + verdict.excess() + " " + verdict.unit();
        lines.add(String.format(
                Locale.ROOT,
                "  BROKEN %-31s %,d of %,d checked%s",
                verdict.name(),
                verdict.count(),
                verdict.checked(),
                unit));
        verdict.violations().stream()
                .limit(SHOWN)
                .forEach(violation -> lines.add("          " + violation.subject() + ": " + violation.detail()));
    }
}
