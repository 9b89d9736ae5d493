package dev.souk.prove.report.page;

import dev.souk.prove.report.RunReport;
import dev.souk.prove.report.RunReports;
import dev.souk.prove.run.FaultRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page of all runs of a folder. It needs nothing but itself: no script, no font, no picture from elsewhere. */
public final class Page {
    private static final List<String> HOW = List.of(
            "The buyers are ordinary HTTP clients. They choose the node,"
                    + " repeat on any doubt with the same Idempotency-Key,"
                    + " and write every request into the history before it is sent, and every answer,"
                    + " or that there was none,"
                    + " after. The throughput, the times and the gaps on this page are counted from that file alone.",
            "The checker shares no code with the shop. When the faults are over and the shop has come to rest,"
                    + " it reads the"
                    + " shop's tables and the provider's ledger, each database as one snapshot,"
                    + " and the topics from their"
                    + " beginnings, and puts all of it beside the history into a scratch database.",
            "Each promise is one SQL statement over that. It counts what it looked at (checked) and every case that"
                    + " breaks"
                    + " it (violations); of those, the first are shown by id."
                    + " A promise that the shop keeps no records for is"
                    + " skipped, and says so.",
            "The checker is tested by books with planted flaws: each kind has to be found by its own check,"
                    + " under the right"
                    + " id, and by no other. And it is run against a naive shop, the control, which has to fail.",
            "Some buyers follow their orders by streams of events, from node to node by Last-Event-ID, and a merchant's"
                    + " endpoint takes webhooks, fails for a while and comes back; what both are told is in the history"
                    + " too.",
            "To doubt all this, read the history: it is one line of JSON for each request and each answer, each event"
                    + " of a stream and each webhook.");

    private static final List<String> NOT_PROMISED = List.of(
            "Availability at every moment: while a database is away, orders are not accepted. What was promised before,"
                    + " is"
                    + " kept.",
            "The loss of a disk. Processes are killed, frozen and cut off; what a server acknowledged as written stays"
                    + " written.",
            "Fairness, or an order of events. Of two buyers of the last unit one gets it.",
            "That there is no bug: a clean run is evidence, not proof."
                    + " The seed decides what is broken when and what buyers"
                    + " choose, not the timing of threads; the same seed is the same plan, not the same run.",
            "Speed on your machine: everything, buyers included, shared the machine named under each run.");

    private Page() {}

    public static String of(RunReports.Found found) {
        Markup to = new Markup();
        to.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").open("head");
        to.empty("meta", "charset", "utf-8");
        to.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        to.text("title", "souk prove: " + headline(found.runs())).style(css()).close();
        to.open("body").open("main");
        head(to, found.runs());
        if (found.runs().size() > 1) {
            Comparison.write(to, found.runs());
        }
        found.runs().forEach(run -> RunSection.write(to, run));
        list(to, "How it was checked", HOW);
        list(to, "What is not promised", NOT_PROMISED);
        unreadable(to, found.unreadable());
        to.close().close().close();
        return "<!DOCTYPE html>\n" + to.end() + "\n";
    }

    private static String css() {
        try (InputStream in = Page.class.getResourceAsStream("style.css")) {
            if (in == null) {
                throw new IllegalStateException("style.css is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void head(Markup to, List<RunReport> runs) {
        to.open("header");
        to.text("p", "souk prove", "class", "name");
        to.text("h1", headline(runs));
        to.text(
                "p",
                "The promise: under a flash sale, with nodes, brokers, caches and the database being killed, no unit is"
                        + " sold twice, no buyer pays twice, no accepted order is lost.",
                "class",
                "lead");
        broken(to, runs);
        commands(to, runs);
        to.close();
    }

    /** The kinds of faults in the runs, each with its count. */
    private static void broken(Markup to, List<RunReport> runs) {
        Map<String, Long> kinds = runs.stream()
                .filter(run -> !run.isNaive())
                .flatMap(run -> run.faults().stream())
                .collect(Collectors.groupingBy(FaultRecord::kind, TreeMap::new, Collectors.counting()));
        if (!kinds.isEmpty()) {
            to.open("p").text("b", "What was broken: ");
            to.text(kinds.entrySet().stream()
                            .map(kind -> kind.getValue() == 1 ? kind.getKey() : kind.getKey() + " ×" + kind.getValue())
                            .collect(Collectors.joining(", "))
                    + ".");
            to.close();
        }
    }

    private static void commands(Markup to, List<RunReport> runs) {
        List<String> commands = runs.stream()
                .map(RunReport::command)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (!commands.isEmpty()) {
            to.open("p").text("b", "To run it again:").close();
            to.text("pre", String.join("\n", commands));
        }
    }

    /** The worst first: a shop that broke a promise is not hidden behind others. */
    private static String headline(List<RunReport> runs) {
        List<RunReport> souk = runs.stream().filter(run -> !run.isNaive()).toList();
        List<RunReport> naive = runs.stream().filter(RunReport::isNaive).toList();
        if (runs.isEmpty()) {
            return "No run has been written here.";
        }
        String said = "";
        if (!souk.isEmpty()) {
            long broken = souk.stream().filter(run -> !run.ok()).count();
            said = broken == 0
                    ? "Souk kept every promise" + (souk.size() == 1 ? "." : ", in all of " + souk.size() + " runs.")
                    : "Souk broke promises"
                            + (souk.size() == 1 ? "." : " in " + broken + " of " + souk.size() + " runs.");
        }
        if (!naive.isEmpty()) {
            long kept = naive.stream().filter(RunReport::ok).count();
            said += kept == 0
                    ? " The naive shop broke them, as it must."
                    : " The naive shop was found without fault: do not trust this checker.";
        }
        return said.strip();
    }

    private static void list(Markup to, String title, List<String> points) {
        to.open("section").text("h2", title).open("ul");
        points.forEach(point -> to.text("li", point));
        to.close().close();
    }

    private static void unreadable(Markup to, Map<String, String> files) {
        if (files.isEmpty()) {
            return;
        }
        to.open("section")
                .text("h2", "Files in this folder that are no reports")
                .open("ul");
        files.forEach(
                (file, why) -> to.open("li").text("code", file).text(": " + why).close());
        to.close().close();
    }
}
