package dev.souk.prove.report.page;

import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.report.RunReport;
import dev.souk.prove.report.Words;
import dev.souk.prove.report.analysis.Lane;
import dev.souk.prove.report.analysis.LaneTotal;
import dev.souk.prove.report.analysis.ReadTotal;
import dev.souk.prove.report.analysis.RunAnalysis;
import dev.souk.prove.report.notice.NoticeTotal;
import dev.souk.prove.run.Rest;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The section of the page on one run. */
public final class RunSection {
    private static final String NO_ANSWER = "no answer";
    private static final double GIBIBYTE = 1L << 30;

    private RunSection() {}

    static void write(Markup to, RunReport run) {
        to.open("section", "id", run.name());
        to.open("h2").text(run.title() + " ");
        to.text("span", verdict(run), "class", "chip " + (run.ok() ? "good" : "bad"))
                .close();
        RunAnalysis analysis = run.analysis();
        summary(to, run, analysis);
        if (analysis == null) {
            to.text("p", String.valueOf(run.unread()), "class", "bad");
        } else {
            figures(to, run, analysis);
            FaultTimeline.write(to, run, analysis);
            RunCharts.write(to, run, analysis);
            to.text(
                    "p",
                    "Grey: a fault lasts, numbered as above and in the tables below; darker, where several do. Pale,"
                            + " at the end: no new orders are begun, buyers"
                            + " only ask what became of those in doubt. Point at a second to read its numbers.",
                    "class",
                    "fine");
            FaultTable.write(to, run, analysis);
            ReadTable.write(to, run, analysis);
            notices(to, analysis.notices());
        }
        VerdictTable.write(to, run);
        if (analysis != null) {
            answers(to, analysis);
        }
        read(to, run, analysis);
        settings(to, run);
        to.close();
    }

    private static String verdict(RunReport run) {
        return run.ok()
                ? "all " + run.checked() + " promises kept"
                : run.broken() + " of " + run.checked() + " promises broken";
    }

    public static long requests(RunAnalysis analysis) {
        return analysis.answers().values().stream()
                .flatMap(ways -> ways.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    public static long unserved(RunAnalysis analysis) {
        return analysis.answers().values().stream()
                .flatMap(ways -> ways.entrySet().stream())
                .filter(way -> isUnserved(way.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static boolean isUnserved(String way) {
        return way.equals(NO_ANSWER) || way.startsWith("5") || way.startsWith("408") || way.startsWith("429");
    }

    private static void summary(Markup to, RunReport run, @Nullable RunAnalysis analysis) {
        to.open("p", "class", "lead");
        to.text(Words.count(run.options().buyers()) + " buyers bought from "
                + run.options().nodes() + " nodes of "
                + (run.isNaive() ? "the naive shop" : "Souk") + " for "
                + run.options().time().toSeconds() + " s, from " + Words.time(run.opened()) + ", while "
                + Words.count(run.faults().size(), "thing was", "things were") + " broken. ");
        if (run.isNaive()) {
            to.text("The naive shop is the control: it is written as shops are when nothing goes wrong,"
                    + " and a checker that"
                    + " finds nothing wrong with it would be worth nothing. ");
        }
        if (analysis != null) {
            to.text("They were told of " + Words.count(analysis.accepted()) + " accepted orders. ");
        }
        to.text(rest(run)).close();
    }

    private static String rest(RunReport run) {
        Rest rest = run.rest();
        if (rest == null) {
            return "";
        }
        Pending pending = rest.pending();
        return rest.isComplete()
                ? "After the last fault was healed and the last buyer gone, the shop came to rest within "
                        + Words.millis(rest.millis()) + ": nothing was left to do when it was checked."
                : "The shop did not come to rest: " + Words.millis(rest.millis())
                        + " after the last fault was healed there were " + Words.count(pending.orders())
                        + " orders not settled, " + Words.count(pending.holds()) + " holds of settled orders, "
                        + Words.count(pending.payments()) + " payments to move, " + Words.count(pending.events())
                        + " events to publish or handle and " + Words.count(pending.webhooks())
                        + " webhooks to deliver. It was checked as it was.";
    }

    private static void figures(Markup to, RunReport run, RunAnalysis analysis) {
        LaneTotal orders = analysis.lanes().getOrDefault(Lane.ORDERS, LaneTotal.NONE);
        LaneTotal catalog = analysis.lanes().getOrDefault(Lane.CATALOG, LaneTotal.NONE);
        to.open("dl", "class", "figures");
        figure(
                to,
                Words.count(requests(analysis)),
                "requests, " + Words.count(analysis.repeated()) + " of them repeated");
        figure(to, Words.count(unserved(analysis)), "not served: no answer, 5xx, 429, 408");
        figure(to, Words.count(analysis.accepted()), "orders accepted");
        figure(
                to,
                Words.count(run.verdict().statuses().getOrDefault("CONFIRMED", 0L)),
                "orders confirmed when all was quiet");
        figure(to, Words.millis(orders.p50()) + " / " + Words.millis(orders.p99()), "to answer an order, p50 / p99");
        ReadTotal reads = analysis.reads();
        if (reads == null) {
            figure(to, Words.percent(catalog.served(), catalog.asked()), "of the catalog requests served");
        } else {
            figure(
                    to,
                    Words.percent(reads.served(), reads.reads()),
                    "of " + Words.count(reads.reads()) + " catalog reads served, "
                            + Words.percent(reads.atOnce(), reads.reads()) + " by the node that was asked first");
        }
        figure(to, Words.millis(orders.gapMillis()), "longest time without an order served");
        figure(to, Words.millis(catalog.gapMillis()), "longest time without a catalog read served");
        to.close();
    }

    private static void figure(Markup to, String value, String title) {
        to.open("div").text("dt", title).text("dd", value).close();
    }

    private static void notices(Markup to, @Nullable NoticeTotal notices) {
        if (notices == null || notices.isNone()) {
            return;
        }
        to.text("h3", "What was told");
        to.text(
                "p",
                "Of " + Words.count(notices.orders(), "order that its buyer", "orders that their buyers")
                        + " followed, over "
                        + Words.count(notices.connections(), "connection", "connections") + ", "
                        + Words.count(notices.events(), "event was", "events were") + " told: "
                        + Words.count(notices.resumed(), "connection", "connections")
                        + " resumed after a step that was known, "
                        + Words.count(
                                notices.broken(), "broke off or was not answered", "broke off or were not answered")
                        + ", and "
                        + Words.count(notices.ended(), "stream ended with its order", "streams ended with their orders")
                        + ". " + Words.count(notices.webhooks(), "webhook", "webhooks")
                        + " arrived at the merchant, who took " + Words.count(notices.taken())
                        + " and failed the others.");
    }

    /** Every request of the history ends here in exactly one row. */
    private static void answers(Markup to, RunAnalysis analysis) {
        to.open("details").text("summary", "What was asked, and how it ended: every request, counted");
        to.open("table")
                .open("thead")
                .open("tr")
                .text("th", "request")
                .text("th", "ended")
                .text("th", "times");
        to.close().close().open("tbody");
        analysis.answers()
                .forEach((operation, ways) -> ways.forEach((way, times) -> {
                    String title = operation.toLowerCase(Locale.ROOT).replace('_', ' ');
                    to.open("tr", "class", isUnserved(way) ? "unserved" : "served");
                    to.text("td", title, "class", "words")
                            .text("td", way, "class", "words")
                            .text("td", Words.count(times));
                    to.close();
                }));
        to.close().close();
        to.text("p", Words.count(analysis.replays(), "answer", "answers") + " said to be a replay of an earlier one.");
        to.close();
    }

    private static void read(Markup to, RunReport run, @Nullable RunAnalysis analysis) {
        to.open("details").text("summary", "What the checker read").open("ul");
        if (analysis != null) {
            to.open("li").text("The history ");
            to.text("a", run.history(), "href", run.history());
            to.text(", " + Words.count(analysis.lines()) + " lines, " + Words.bytes(analysis.bytes()) + ", SHA-256 ");
            to.text("code", analysis.sha256());
            to.text(analysis.cut() ? "; its last line is not whole." : ".").close();
        }
        run.verdict().facts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact -> to.open("li")
                        .text("code", fact.getKey())
                        .text(": " + Words.count(fact.getValue(), "row", "rows"))
                        .close());
        to.text(
                "li",
                "Orders at the end: "
                        + run.verdict().statuses().entrySet().stream()
                                .map(status -> Words.count(status.getValue()) + " " + status.getKey())
                                .collect(Collectors.joining(", ")));
        to.text("li", "Reading and checking took " + Words.millis(run.verdict().millis()) + ".");
        to.close().close();
    }

    private static void settings(Markup to, RunReport run) {
        to.open("details")
                .text("summary", "Configuration, versions, machine")
                .open("table", "class", "plain")
                .open("tbody");
        setting(to, "seed", run.seed());
        setting(to, "nodes", run.options().nodes());
        setting(to, "buyers", Words.count(run.options().buyers()));
        setting(
                to,
                "stock",
                Words.count(run.options().stockPerSku()) + " units of each of "
                        + run.options().skus() + " SKUs");
        setting(to, "buying", run.options().time().toSeconds() + " s");
        setting(to, "kinds of faults", String.join(", ", run.options().faults()));
        setting(to, "world built from", Words.time(run.started()));
        setting(to, "first buyer", Words.time(run.opened()));
        setting(to, "last buyer gone", Words.time(run.closed()));
        setting(to, "verdict", Words.time(run.ended()));
        run.versions().forEach((name, version) -> setting(to, name, version));
        setting(
                to,
                "machine",
                run.machine().cores() + " cores, "
                        + String.format(Locale.ROOT, "%.1f GiB", run.machine().memoryBytes() / GIBIBYTE) + ", "
                        + run.machine().system());
        setting(to, "Java of the buyers", run.machine().java());
        to.close().close().close();
    }

    private static void setting(Markup to, String name, Object value) {
        to.open("tr").text("th", name).text("td", value, "class", "words").close();
    }
}
