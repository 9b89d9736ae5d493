package dev.souk.launcher.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Metrics by name with type and labels: as {@code docs/metrics.md} has them, and as a scrape does. */
final class MetricsPage {
    static final Path ROOT = Path.of(System.getProperty("souk.root"));

    private static final Pattern ROW = Pattern.compile("\\| `(souk_\\w+)` \\| (\\w+) \\| ([^|]*) \\| (.+) \\|");
    private static final Pattern TYPE = Pattern.compile("# TYPE (souk_\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("(souk_\\w+?)(\\{[^}]*})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
    /** The suffix that a client library adds to the name of a summary. */
    private static final String MAX = "_max";

    private MetricsPage() {}

    /** @param labels without those of quantiles and buckets */
    record Metric(String type, SortedSet<String> labels) {}

    static SortedMap<String, Metric> ofPage() {
        SortedMap<String, Metric> page = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(ROOT.resolve("docs/metrics.md"))) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    SortedSet<String> labels = new TreeSet<>();
                    Matcher label = Pattern.compile("`(\\w+)`").matcher(row.group(3));
                    while (label.find()) {
                        labels.add(label.group(1));
                    }
                    page.put(row.group(1), new Metric(row.group(2), labels));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page;
    }

    /** @param scrape text of {@code /metrics} */
    static SortedMap<String, Metric> of(String scrape) {
        SortedMap<String, Metric> metrics = new TreeMap<>();
        for (String line : scrape.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                metrics.put(type.group(1), new Metric(type.group(2), new TreeSet<>()));
            } else if (sample.matches()) {
                Metric metric = metrics.get(family(sample.group(1), metrics));
                if (metric != null && sample.group(2) != null) {
                    addLabels(sample.group(2), metric.labels());
                }
            }
        }
        metrics.keySet().removeIf(name -> isMaximum(name, metrics));
        return metrics;
    }

    private static void addLabels(String text, SortedSet<String> labels) {
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            if (!label.group(1).equals("le")) {
                labels.add(label.group(1));
            }
        }
    }

    private static String family(String sample, Map<String, Metric> known) {
        String bare = sample.replaceFirst("_(count|sum|bucket)$", "");
        return known.containsKey(sample) ? sample : bare;
    }

    private static boolean isMaximum(String name, Map<String, Metric> known) {
        return name.endsWith(MAX) && known.containsKey(name.substring(0, name.length() - MAX.length()));
    }
}
