package dev.souk.prove.report.page;

import dev.souk.prove.check.Verdict;
import dev.souk.prove.report.RunReport;
import dev.souk.prove.report.Words;
import dev.souk.prove.report.analysis.Lane;
import dev.souk.prove.report.analysis.LaneTotal;
import dev.souk.prove.report.analysis.ReadTotal;
import dev.souk.prove.report.analysis.RunAnalysis;
import dev.souk.prove.run.Rest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The runs of a folder side by side: a column each. */
final class Comparison {
    private Comparison() {}

    static void write(Markup to, List<RunReport> runs) {
        to.text("h2", "Side by side").open("div", "class", "wide").open("table", "class", "side");
        to.open("thead").open("tr").text("th", "");
        runs.forEach(run -> to.open("th")
                .text("a", run.isNaive() ? "naive, seed " + run.seed() : "seed " + run.seed(), "href", "#" + run.name())
                .close());
        to.close().close().open("tbody");
        to.open("tr").text("th", "verdict");
        runs.forEach(run -> to.open("td")
                .text(
                        "span",
                        run.ok() ? "all kept" : Words.count(run.broken()) + " broken",
                        "class",
                        "chip " + (run.ok() ? "good" : "bad"))
                .close());
        to.close();
        figures(to, runs);
        promises(to, runs);
        to.close().close().close();
    }

    private static void figures(Markup to, List<RunReport> runs) {
        row(to, runs, "began, UTC", run -> Words.clock(run.opened()));
        row(
                to,
                runs,
                "nodes, buyers, seconds",
                run -> run.options().nodes() + ", " + Words.count(run.options().buyers()) + ", "
                        + run.options().time().toSeconds());
        row(to, runs, "planned faults that happened", RunReport::faultsOfPlanned);
        row(to, runs, "requests", run -> ofAnalysis(run, one -> Words.count(RunSection.requests(one))));
        row(to, runs, "requests not served", run -> ofAnalysis(run, one -> Words.count(RunSection.unserved(one))));
        row(to, runs, "orders accepted", run -> ofAnalysis(run, one -> Words.count(one.accepted())));
        row(
                to,
                runs,
                "orders confirmed at the end",
                run -> Words.count(run.verdict().statuses().getOrDefault("CONFIRMED", 0L)));
        row(to, runs, "time to answer an order, p50 / p99", run -> ofLane(run, Lane.ORDERS, Comparison::times));
        row(to, runs, "time to answer a catalog read, p50 / p99", run -> ofLane(run, Lane.CATALOG, Comparison::times));
        row(to, runs, "catalog reads, as readers knew them", run -> ofReads(run, one -> Words.count(one.reads())));
        row(to, runs, "of them served", run -> ofReads(run, one -> Words.percent(one.served(), one.reads())));
        row(
                to,
                runs,
                "of them by the first node",
                run -> ofReads(run, one -> Words.percent(one.atOnce(), one.reads())));
        row(to, runs, "slowest of them", run -> ofReads(run, one -> Words.millis(one.longestMillis())));
        row(
                to,
                runs,
                "order requests served, each sending counted",
                run -> ofLane(run, Lane.ORDERS, Comparison::share));
        row(
                to,
                runs,
                "catalog requests served, each sending counted",
                run -> ofLane(run, Lane.CATALOG, Comparison::share));
        row(
                to,
                runs,
                "longest time without an order served",
                run -> ofLane(run, Lane.ORDERS, lane -> Words.millis(lane.gapMillis())));
        row(
                to,
                runs,
                "longest time without a catalog read served",
                run -> ofLane(run, Lane.CATALOG, lane -> Words.millis(lane.gapMillis())));
        row(to, runs, "came to rest before it was checked", Comparison::rest);
        row(to, runs, "slowest recovery, from the fault", run -> ofAnalysis(run, Comparison::slowest));
    }

    private static void row(Markup to, List<RunReport> runs, String title, Function<RunReport, String> cell) {
        to.open("tr").text("th", title);
        runs.forEach(run -> to.text("td", cell.apply(run)));
        to.close();
    }

    private static String ofAnalysis(RunReport run, Function<RunAnalysis, String> cell) {
        return run.analysis() == null ? Words.NONE : cell.apply(run.analysis());
    }

    private static String ofLane(RunReport run, Lane lane, Function<LaneTotal, String> cell) {
        return ofAnalysis(run, one -> {
            LaneTotal total = one.lanes().get(lane);
            return total == null ? Words.NONE : cell.apply(total);
        });
    }

    private static String ofReads(RunReport run, Function<ReadTotal, String> cell) {
        return ofAnalysis(run, one -> one.reads() == null ? Words.NONE : cell.apply(one.reads()));
    }

    private static String rest(RunReport run) {
        Rest rest = run.rest();
        if (rest == null) {
            return Words.NONE;
        }
        return rest.isComplete() ? "within " + Words.millis(rest.millis()) : "no";
    }

    private static String times(LaneTotal lane) {
        return Words.millis(lane.p50()) + " / " + Words.millis(lane.p99());
    }

    private static String share(LaneTotal lane) {
        return Words.percent(lane.served(), lane.asked());
    }

    private static String slowest(RunAnalysis analysis) {
        return analysis.outages().stream()
                .map(outage -> outage.recovery().fromInjectionMillis())
                .filter(Objects::nonNull)
                .max(Long::compare)
                .map(longest -> longest == 0 ? "never below half" : Words.at(longest))
                .orElse(Words.NONE);
    }

    private static void promises(Markup to, List<RunReport> runs) {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> run.verdict().verdicts().forEach(verdict -> names.add(verdict.name())));
        for (String name : names) {
            to.open("tr").open("th").text("code", name).close();
            for (RunReport run : runs) {
                cell(to, verdict(run, name));
            }
            to.close();
        }
    }

    private static @Nullable Verdict verdict(RunReport run, String name) {
        return run.verdict().verdicts().stream()
                .filter(verdict -> verdict.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static void cell(Markup to, @Nullable Verdict verdict) {
        if (verdict == null || verdict.skipped() != null) {
            to.text("td", "not checked", "class", "skip");
        } else if (verdict.ok() && verdict.checked() == 0) {
            to.text("td", "nothing to check", "class", "skip");
        } else if (verdict.ok()) {
            to.text("td", "✓ " + Words.count(verdict.checked()), "class", "good");
        } else {
            String unit = verdict.unit();
            String excess = verdict.excess() > 0 && unit != null
                    ? ": " + Words.count(verdict.excess()) + " " + unit
                    : " of " + Words.count(verdict.checked());
            to.text("td", "✗ " + Words.count(verdict.count()) + excess, "class", "bad");
        }
    }
}
