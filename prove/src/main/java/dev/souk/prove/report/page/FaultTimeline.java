package dev.souk.prove.report.page;

import dev.souk.prove.report.RunReport;
import dev.souk.prove.report.analysis.Outage;
import dev.souk.prove.report.analysis.RunAnalysis;
import dev.souk.prove.run.FaultRecord;
import java.util.Locale;

/** The faults in time: a row for each fault, on the same time axis as the charts. */
final class FaultTimeline {
    private static final int ROW = 15;
    private static final int TOP = 4;
    /** The approximate width of a letter of a label. */
    private static final double LETTER = 5.6;

    private static final int LONGEST_LABEL = 60;

    private FaultTimeline() {}

    static void write(Markup to, RunReport run, RunAnalysis analysis) {
        int faults = Math.min(run.faults().size(), analysis.outages().size());
        if (faults == 0) {
            return;
        }
        int height = TOP + faults * ROW + 4;
        to.open("figure").open("figcaption").text("b", "What was broken when").close();
        to.open("svg", "viewBox", "0 0 " + Chart.WIDTH + " " + height, "role", "img", "aria-label", "faults in time");
        for (int i = 0; i < faults; i++) {
            row(to, i, run.faults().get(i), analysis.outages().get(i), analysis);
        }
        to.close().close();
    }

    private static void row(Markup to, int i, FaultRecord fault, Outage outage, RunAnalysis analysis) {
        int seconds = analysis.seconds().size();
        Long healed = outage.healedMillis();
        double from = x(outage.beganMillis(), seconds);
        double until = x(healed == null ? analysis.endMillis() : healed, seconds);
        int y = TOP + i * ROW;
        to.empty("line", "class", "grid", "x1", Chart.LEFT, "x2", Chart.RIGHT, "y1", y + ROW, "y2", y + ROW);
        to.empty(
                "rect",
                "class",
                "lasts",
                "x",
                number(from),
                "y",
                y + 2,
                "width",
                number(Math.max(2, until - from)),
                "height",
                ROW - 4);
        to.text("text", i + 1, "class", "axis left", "x", Chart.LEFT - 6, "y", y + ROW - 4);
        String label = label(fault);
        boolean after = until + 5 + label.length() * LETTER < Chart.RIGHT;
        to.text(
                "text",
                label,
                "class",
                after ? "label" : "label before",
                "x",
                number(after ? until + 5 : from - 5),
                "y",
                y + ROW - 4);
    }

    private static String label(FaultRecord fault) {
        String label = fault.kind() + ": " + fault.target();
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
    }

    private static double x(long milli, int seconds) {
        return Chart.x(Math.clamp(milli / 1_000.0, 0, seconds), seconds);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
