package dev.souk.prove.report.page;

import dev.souk.prove.report.RunReport;
import dev.souk.prove.report.Words;
import dev.souk.prove.report.analysis.Lane;
import dev.souk.prove.report.analysis.Outage;
import dev.souk.prove.report.analysis.Recovery;
import dev.souk.prove.report.analysis.RunAnalysis;
import dev.souk.prove.run.FaultRecord;
import java.util.List;

/** The table of the faults and of their effect on the buyers. */
final class FaultTable {
    /** The catalog has a table of its own. */
    private static final List<Lane> LANES = List.of(Lane.ORDERS, Lane.LOOKUPS);

    private FaultTable() {}

    static void write(Markup to, RunReport run, RunAnalysis analysis) {
        to.text("h3", "What was broken, and what buyers noticed");
        if (run.faults().isEmpty()) {
            to.text("p", "Nothing was broken in this run.");
            return;
        }
        to.open("div", "class", "wide").open("table", "class", "faults");
        head(to);
        to.open("tbody");
        for (int i = 0; i < Math.min(run.faults().size(), analysis.outages().size()); i++) {
            row(to, i + 1, run.faults().get(i), analysis.outages().get(i));
        }
        to.close().close().close();
        leftOut(to, run);
        legend(to);
    }

    private static void leftOut(Markup to, RunReport run) {
        List<String> leftOut = run.leftOut();
        if (leftOut != null && !leftOut.isEmpty()) {
            to.text("p", "Planned, and left out: " + String.join("; ", leftOut) + ".");
        }
    }

    private static void head(Markup to) {
        to.open("thead").open("tr");
        to.text("th", "#", "rowspan", 2).text("th", "at", "rowspan", 2).text("th", "fault", "rowspan", 2);
        to.text("th", "lasted", "rowspan", 2);
        for (Lane lane : LANES) {
            to.text("th", lane.title, "colspan", 2);
        }
        to.text("th", "orders per second", "colspan", 2).text("th", "back at half", "colspan", 2);
        to.close().open("tr");
        for (int i = 0; i < LANES.size(); i++) {
            to.text("th", "served").text("th", "longest gap");
        }
        to.text("th", "before").text("th", "lowest").text("th", "after fault").text("th", "after healing");
        to.close().close();
    }

    private static void row(Markup to, int number, FaultRecord fault, Outage outage) {
        to.open("tr").text("td", number, "class", "mark").text("td", Words.at(outage.beganMillis()));
        to.open("td", "class", "words").text("b", fault.kind()).text(" " + fault.target());
        if (!fault.note().isEmpty()) {
            to.empty("br").text("small", fault.note());
        }
        to.close();
        Long healed = outage.healedMillis();
        to.text("td", healed == null ? "to the end" : Words.millis(healed - outage.beganMillis()));
        for (Lane lane : LANES) {
            Outage.Share share = outage.lanes().getOrDefault(lane, Outage.Share.NONE);
            to.text(
                    "td",
                    Words.percent(share.served(), share.asked()),
                    "title",
                    Words.count(share.served()) + " of " + Words.count(share.asked()));
            to.text("td", Words.millis(share.gapMillis()) + (share.cut() ? " *" : ""));
        }
        recovery(to, outage.recovery());
        to.close();
    }

    private static void recovery(Markup to, Recovery recovery) {
        Double median = recovery.medianBefore();
        if (median == null) {
            List.of(1, 2, 3, 4).forEach(column -> to.text("td", Words.NONE));
            return;
        }
        to.text("td", Words.count(Math.round(median))).text("td", Words.count(recovery.lowest()));
        Long after = recovery.fromInjectionMillis();
        String late = recovery.afterNext() ? " †" : "";
        if (after == null) {
            to.text("td", "not in this run", "colspan", 2);
        } else if (after == 0) {
            to.text("td", "never below", "colspan", 2);
        } else {
            to.text("td", Words.at(after) + late);
            to.text(
                    "td",
                    recovery.fromHealingMillis() == null ? Words.NONE : Words.at(recovery.fromHealingMillis()) + late);
        }
    }

    private static void legend(Markup to) {
        to.open("dl", "class", "fine terms");
        term(to, "at", "seconds of the run, as in the charts.");
        term(to, "lasted", "until what was broken was whole again, as far as the one who broke it can tell.");
        term(
                to,
                "served",
                "of the requests sent while it lasted, those that were answered for good: with what was asked for,"
                        + " or with a"
                        + " refusal that is not asked again. 408, 429, 5xx and no answer are not served."
                        + " Each sending counts,"
                        + " repetitions too.");
        term(
                to,
                "longest gap",
                "the longest time in which no request of the kind was served, beginning while the fault lasted, to the"
                        + " millisecond. It says nothing of a time in which nobody asked."
                        + " * it was not over when the buying was.");
        term(
                to,
                "before, lowest",
                "order requests served per second: the median of all whole seconds from the first order to the fault,"
                        + " and the"
                        + " lowest second after it until they were back.");
        term(
                to,
                "back at half",
                "from the fault, and from the healing, to the first of three seconds in a row with at least half of"
                        + " the median,"
                        + " to the second. The fall must begin no later than 5 s after the healing."
                        + " † the next fault came"
                        + " before.");
        to.close();
    }

    private static void term(Markup to, String term, String meaning) {
        to.text("dt", term).text("dd", meaning);
    }
}
