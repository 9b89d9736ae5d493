package dev.souk.prove.report.page;

import dev.souk.prove.report.Words;
import dev.souk.prove.report.analysis.Second;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A chart over the seconds of a run, as SVG: lines, or bars on top of each other, and behind them the times of the
 * faults. A reader who points at a second sees its numbers, by {@code title} elements.
 */
final class Chart {
    static final int WIDTH = 960;
    private static final int HEIGHT = 158;
    static final int LEFT = 58;
    static final int RIGHT = WIDTH - 10;
    private static final int TOP = 20;
    private static final int BOTTOM = HEIGHT - 20;
    private static final int[] TICKS = {5, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600};
    private static final int MOST_TICKS = 14;

    /** @param colour of a class in the style sheet; {@code value} of a second, not a number where it has none */
    record Series(String title, String colour, ToDoubleFunction<Second> value) {}

    /** The time that a fault lasted, in milliseconds since the run's time zero. */
    record Band(int number, String title, long from, long until) {}

    enum Kind {
        LINES,
        /** Lines over a logarithmic scale. */
        LOGARITHMIC,
        BARS
    }

    private final String title;
    private final Kind kind;
    private final List<Series> series;
    private final List<Second> seconds;
    private final List<Band> bands;
    private final long endMillis;
    private final double top;

    Chart(String title, Kind kind, List<Series> series, List<Second> seconds, List<Band> bands, long endMillis) {
        this.title = title;
        this.kind = kind;
        this.series = List.copyOf(series);
        this.seconds = List.copyOf(seconds);
        this.bands = List.copyOf(bands);
        this.endMillis = endMillis;
        this.top = ceiling(highest());
    }

    private double highest() {
        return seconds.stream()
                .mapToDouble(second -> {
                    double[] values = series.stream()
                            .mapToDouble(one -> one.value().applyAsDouble(second))
                            .filter(value -> !Double.isNaN(value))
                            .toArray();
                    return kind == Kind.BARS
                            ? Arrays.stream(values).sum()
                            : Arrays.stream(values).max().orElse(0);
                })
                .max()
                .orElse(0);
    }

    /** The next 1, 2 or 5 times a power of ten; of the logarithmic scale the next power. */
    private double ceiling(double highest) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(highest, 1))));
        if (kind == Kind.LOGARITHMIC) {
            return Math.max(10, highest > power ? power * 10 : power);
        }
        for (double step : new double[] {1, 2, 5}) {
            if (highest <= step * power) {
                return Math.max(step * power, 4);
            }
        }
        return 10 * power;
    }

    private double x(double second) {
        return x(second, seconds.size());
    }

    /** The place of a second on the axis of a run of so many seconds. */
    static double x(double second, int seconds) {
        return LEFT + (RIGHT - LEFT) * second / Math.max(1, seconds);
    }

    private double y(double value) {
        double share = kind == Kind.LOGARITHMIC ? Math.log10(Math.max(1, value)) / Math.log10(top) : value / top;
        return BOTTOM - (BOTTOM - TOP) * share;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    void write(Markup to) {
        to.open("figure");
        to.open("figcaption").text("b", title);
        series.forEach(one -> {
            to.text(" ")
                    .open("span", "class", "key")
                    .open("i", "class", "swatch " + one.colour())
                    .close();
            to.text(one.title()).close();
        });
        to.close();
        to.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title);
        bands(to);
        scale(to);
        if (kind == Kind.BARS) {
            bars(to);
        } else {
            series.forEach(one -> line(to, one));
        }
        pointers(to);
        to.close().close();
    }

    private void bands(Markup to) {
        double end = x(Math.min(seconds.size(), endMillis / 1_000.0));
        to.empty(
                "rect",
                "class",
                "after",
                "x",
                number(end),
                "y",
                TOP,
                "width",
                number(Math.max(0, RIGHT - end)),
                "height",
                BOTTOM - TOP);
        for (Band band : bands) {
            double from = x(Math.clamp(band.from() / 1_000.0, 0, seconds.size()));
            double until = x(Math.clamp(band.until() / 1_000.0, 0, seconds.size()));
            to.empty(
                    "rect",
                    "class",
                    "fault",
                    "x",
                    number(from),
                    "y",
                    TOP,
                    "width",
                    number(Math.max(1.5, until - from)),
                    "height",
                    BOTTOM - TOP);
            to.text("text", band.number(), "class", "mark", "x", number(from), "y", TOP - 6);
        }
    }

    private void scale(Markup to) {
        int steps = kind == Kind.LOGARITHMIC ? (int) Math.round(Math.log10(top)) : 4;
        IntStream.rangeClosed(0, steps).forEach(step -> {
            double value = kind == Kind.LOGARITHMIC ? Math.pow(10, step) : top * step / steps;
            to.empty("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", number(y(value)), "y2", number(y(value)));
            String text = kind == Kind.LOGARITHMIC ? Words.millis(value) : Words.count(Math.round(value));
            to.text("text", text, "class", "axis left", "x", LEFT - 6, "y", number(y(value) + 3.5));
        });
        int tick = TICKS[TICKS.length - 1];
        for (int i = TICKS.length - 1; i >= 0 && seconds.size() / TICKS[i] <= MOST_TICKS; i--) {
            tick = TICKS[i];
        }
        for (int second = 0; second <= seconds.size(); second += tick) {
            to.text("text", second + " s", "class", "axis", "x", number(x(second)), "y", HEIGHT - 5);
        }
    }

    /** Draws a line, which is broken where a second has no value. */
    private void line(Markup to, Series one) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < seconds.size(); i++) {
            double value = one.value().applyAsDouble(seconds.get(i));
            if (Double.isNaN(value)) {
                drawing = false;
                continue;
            }
            path.append(drawing ? 'L' : 'M')
                    .append(number(x(i + 0.5)))
                    .append(' ')
                    .append(number(y(value)));
            drawing = true;
        }
        if (!path.isEmpty()) {
            to.empty("path", "class", "line " + one.colour(), "d", path);
        }
    }

    private void bars(Markup to) {
        for (int i = 0; i < seconds.size(); i++) {
            double below = 0;
            for (Series one : series) {
                double value = one.value().applyAsDouble(seconds.get(i));
                if (value > 0) {
                    double height = y(below) - y(below + value);
                    to.empty(
                            "rect",
                            "class",
                            "bar " + one.colour(),
                            "x",
                            number(x(i)),
                            "width",
                            number(Math.max(1, x(i + 1) - x(i) - 0.5)),
                            "y",
                            number(y(below + value)),
                            "height",
                            number(height));
                    below += value;
                }
            }
        }
    }

    private String said(double value) {
        if (kind == Kind.LOGARITHMIC) {
            return Words.millis(Double.isNaN(value) ? null : value);
        }
        return Words.count(Math.round(value));
    }

    private void pointers(Markup to) {
        for (int i = 0; i < seconds.size(); i++) {
            Second second = seconds.get(i);
            StringBuilder said = new StringBuilder("second " + i);
            for (Series one : series) {
                double value = one.value().applyAsDouble(second);
                said.append(", ").append(one.title()).append(' ').append(said(value));
            }
            int at = i;
            bands.stream()
                    .filter(band -> band.from() / 1_000 <= at && band.until() / 1_000 >= at)
                    .forEach(band ->
                            said.append("; ").append(band.number()).append(": ").append(band.title()));
            to.open(
                    "rect",
                    "class",
                    "point",
                    "x",
                    number(x(i)),
                    "y",
                    TOP,
                    "width",
                    number(x(i + 1) - x(i)),
                    "height",
                    BOTTOM - TOP);
            to.text("title", said).close();
        }
    }
}
