package dev.souk.prove.report.page;

import dev.souk.prove.check.Verdict;
import dev.souk.prove.check.Violation;
import dev.souk.prove.report.RunReport;
import dev.souk.prove.report.Words;
import java.util.Comparator;

/** The table of the verdicts on the promises, the broken ones first. */
final class VerdictTable {
    private VerdictTable() {}

    static void write(Markup to, RunReport run) {
        to.text("h3", "The promises");
        to.open("div", "class", "wide")
                .open("table", "class", "verdicts")
                .open("thead")
                .open("tr");
        to.text("th", "verdict").text("th", "promise").text("th", "checked").text("th", "violations");
        to.close().close().open("tbody");
        run.verdict().verdicts().stream()
                .sorted(Comparator.comparing(Verdict::ok).thenComparing(verdict -> verdict.skipped() != null))
                .forEach(verdict -> row(to, verdict));
        to.close().close().close();
    }

    private static void row(Markup to, Verdict verdict) {
        to.open("tr")
                .open("td")
                .text("span", mark(verdict), "class", "chip " + css(verdict))
                .close();
        to.open("td", "class", "words").text(verdict.promise()).empty("br").text("code", verdict.name());
        String skipped = verdict.skipped();
        if (skipped != null) {
            to.text("small", " – not checked: " + skipped);
        }
        if (!verdict.violations().isEmpty()) {
            violations(to, verdict);
        }
        to.close();
        to.text("td", skipped == null ? Words.count(verdict.checked()) : Words.NONE);
        to.open("td");
        if (skipped != null) {
            to.text(Words.NONE);
        } else {
            to.text(Words.count(verdict.count()));
            if (verdict.excess() > 0 && verdict.unit() != null) {
                to.empty("br").text("small", Words.count(verdict.excess()) + " " + verdict.unit());
            }
        }
        to.close().close();
    }

    private static void violations(Markup to, Verdict verdict) {
        long shown = verdict.violations().size();
        to.open("details")
                .text(
                        "summary",
                        shown < verdict.count()
                                ? "the first " + shown + " of " + Words.count(verdict.count())
                                : Words.count(shown, "violation", "violations"));
        to.open("ul");
        for (Violation violation : verdict.violations()) {
            to.open("li")
                    .text("code", violation.subject())
                    .text(" " + violation.detail())
                    .close();
        }
        to.close().close();
    }

    private static String mark(Verdict verdict) {
        return verdict.skipped() != null ? "skipped" : verdict.ok() ? "kept" : "broken";
    }

    static String css(Verdict verdict) {
        return verdict.skipped() != null ? "skip" : verdict.ok() ? "good" : "bad";
    }
}
