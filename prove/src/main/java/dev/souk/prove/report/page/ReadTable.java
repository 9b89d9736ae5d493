package dev.souk.prove.report.page;

import dev.souk.prove.report.RunReport;
import dev.souk.prove.report.Words;
import dev.souk.prove.report.analysis.Lane;
import dev.souk.prove.report.analysis.LaneTotal;
import dev.souk.prove.report.analysis.Outage;
import dev.souk.prove.report.analysis.ReadTotal;
import dev.souk.prove.report.analysis.RunAnalysis;

/** How the catalog was read, in the whole run and while each fault lasted: by request, and as its readers knew it. */
final class ReadTable {
    private ReadTable() {}

    static void write(Markup to, RunReport run, RunAnalysis analysis) {
        LaneTotal requests = analysis.lanes().get(Lane.CATALOG);
        ReadTotal reads = analysis.reads();
        if (requests == null || reads == null) {
            return;
        }
        to.text("h3", "How the catalog was read: products, lists and stock levels");
        to.open("div", "class", "wide").open("table", "class", "faults reads");
        head(to);
        to.open("tbody");
        to.open("tr", "class", "all").text("td", "").text("td", "the whole run", "class", "words");
        reads(to, reads);
        requests(to, requests.asked(), requests.served(), requests.unavailable(), requests.lost());
        to.text("td", Words.millis(requests.gapMillis())).close();
        int faults = Math.min(run.faults().size(), analysis.outages().size());
        for (int i = 0; i < faults; i++) {
            row(to, i + 1, run.faults().get(i).kind(), analysis.outages().get(i));
        }
        to.close().close().close();
        legend(to);
    }

    private static void head(Markup to) {
        to.open("thead").open("tr");
        to.text("th", "#", "rowspan", 2).text("th", "while", "rowspan", 2);
        to.text("th", "reads, as readers knew them", "colspan", 6);
        to.text("th", "requests, each sending counted", "colspan", 4);
        to.text("th", "longest gap", "rowspan", 2);
        to.close().open("tr");
        for (String title : new String[] {"reads", "served", "at once", "elsewhere", "not", "slowest"}) {
            to.text("th", title);
        }
        for (String title : new String[] {"sent", "served", "5xx, 429", "no answer"}) {
            to.text("th", title);
        }
        to.close().close();
    }

    private static void row(Markup to, int number, String kind, Outage outage) {
        Outage.Share requests = outage.lanes().getOrDefault(Lane.CATALOG, Outage.Share.NONE);
        ReadTotal reads = outage.reads() == null ? ReadTotal.NONE : outage.reads();
        to.open("tr").text("td", number, "class", "mark").text("td", kind, "class", "words");
        reads(to, reads);
        requests(to, requests.asked(), requests.served(), requests.unavailable(), requests.lost());
        to.text("td", Words.millis(requests.gapMillis()) + (requests.cut() ? " *" : ""))
                .close();
    }

    private static void reads(Markup to, ReadTotal reads) {
        to.text("td", Words.count(reads.reads()));
        to.text("td", Words.percent(reads.served(), reads.reads()), "class", "key-figure");
        to.text("td", Words.count(reads.atOnce())).text("td", Words.count(reads.elsewhere()));
        to.text("td", Words.count(reads.unserved())).text("td", Words.millis(reads.longestMillis()));
    }

    private static void requests(Markup to, long sent, long served, long unavailable, long lost) {
        to.text("td", Words.count(sent)).text("td", Words.percent(served, sent));
        to.text("td", Words.count(unavailable)).text("td", Words.count(lost));
    }

    private static void legend(Markup to) {
        to.open("dl", "class", "fine terms");
        term(
                to,
                "reads",
                "A reader asks one node. If that refuses the connection, answers 5xx or 429, or says nothing for 1 s,"
                        + " the same is"
                        + " asked of another node at once, for 2 s, and with short pauses again, for 5 s in all."
                        + " A read is all of that:"
                        + " served at once by the first node that was asked, served elsewhere or later, or not.");
        term(
                to,
                "requests",
                "Each sending counts, repetitions too. No answer: the connection was refused or reset,"
                        + " or there was silence. That"
                        + " is what it looks like when the node that was asked is the one that was killed,"
                        + " frozen or cut off;"
                        + " 5xx is what a node says that is there and cannot help.");
        term(to, "slowest", "of the reads that were served, from the first request to the answer.");
        to.close();
    }

    private static void term(Markup to, String term, String meaning) {
        to.text("dt", term).text("dd", meaning);
    }
}
