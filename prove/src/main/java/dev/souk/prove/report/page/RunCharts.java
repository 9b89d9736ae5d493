package dev.souk.prove.report.page;

import dev.souk.prove.report.RunReport;
import dev.souk.prove.report.analysis.Outage;
import dev.souk.prove.report.analysis.RunAnalysis;
import dev.souk.prove.report.analysis.Second;
import dev.souk.prove.report.page.Chart.Band;
import dev.souk.prove.report.page.Chart.Kind;
import dev.souk.prove.report.page.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Faults over throughput, times to answer and errors, one below the other on the same axis of time. */
final class RunCharts {
    private RunCharts() {}

    static void write(Markup to, RunReport run, RunAnalysis analysis) {
        List<Band> bands = bands(run, analysis);
        String confirmed = analysis.confirmedByTheShop() ? "confirmed" : "confirmed, as far as buyers looked";
        List<Chart> charts = List.of(
                chart(
                        "Orders per second",
                        Kind.LINES,
                        analysis,
                        bands,
                        new Series("accepted", "accepted", Second::accepted),
                        new Series(confirmed, "confirmed", Second::confirmed)),
                chart(
                        "Requests to read served per second",
                        Kind.LINES,
                        analysis,
                        bands,
                        new Series("catalog: products, lists, stock", "catalog", Second::catalog),
                        new Series("order look-ups", "lookups", Second::lookups)),
                chart(
                        "Time to answer an order",
                        Kind.LOGARITHMIC,
                        analysis,
                        bands,
                        new Series("half within (p50)", "p50", second -> orNone(second.orderP50())),
                        new Series("99 of 100 within (p99)", "p99", second -> orNone(second.orderP99()))),
                chart(
                        "Time to answer a read",
                        Kind.LOGARITHMIC,
                        analysis,
                        bands,
                        new Series("half within (p50)", "p50", second -> orNone(second.readP50())),
                        new Series("99 of 100 within (p99)", "p99", second -> orNone(second.readP99()))),
                chart(
                        "Requests not served per second",
                        Kind.BARS,
                        analysis,
                        bands,
                        new Series("no answer", "lost", Second::lost),
                        new Series("503", "unavailable", Second::unavailable),
                        new Series("429, 408", "throttled", Second::throttled),
                        new Series("other 5xx", "broken", Second::faults)));
        charts.forEach(chart -> chart.write(to));
    }

    private static double orNone(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private static Chart chart(String title, Kind kind, RunAnalysis analysis, List<Band> bands, Series... series) {
        return new Chart(title, kind, List.of(series), analysis.seconds(), bands, analysis.endMillis());
    }

    private static List<Band> bands(RunReport run, RunAnalysis analysis) {
        List<Band> bands = new ArrayList<>();
        int faults = Math.min(run.faults().size(), analysis.outages().size());
        for (int i = 0; i < faults; i++) {
            Outage outage = analysis.outages().get(i);
            Long healed = outage.healedMillis();
            String title =
                    run.faults().get(i).kind() + " of " + run.faults().get(i).target();
            bands.add(new Band(i + 1, title, outage.beganMillis(), healed == null ? analysis.endMillis() : healed));
        }
        return bands;
    }
}
