package dev.souk.traffic.scenario;

import dev.souk.traffic.load.Load;
import dev.souk.traffic.load.Stage;
import dev.souk.traffic.shop.Audit;
import dev.souk.traffic.shop.Confirmations;
import dev.souk.traffic.shop.Metrics;
import dev.souk.traffic.shop.ShopProcess;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One scenario against one shop: warm-up, load, the audit and the figures of its effect, the table. */
public final class ScenarioRun {
    private static final int CONFIRMED_SAMPLE = 300;

    private final Stage stage;
    private final Scenario scenario;
    private final Path out;

    public ScenarioRun(Stage stage, Scenario scenario, Path out) {
        this.stage = stage;
        this.scenario = scenario;
        this.out = out;
    }

    /**
     * @param rows the results by name, in the order to be shown
     * @param ok whether the audit is clean
     */
    public record Outcome(Map<String, String> rows, boolean ok) {
        public String table() {
            int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
            return rows.entrySet().stream()
                    .map(row -> String.format(Locale.ROOT, "  %-" + width + "s  %s", row.getKey(), row.getValue()))
                    .collect(Collectors.joining("\n"));
        }
    }

    public Outcome run(int seconds) throws InterruptedException {
        Load load = stage.load().script(scenario.script());
        if (scenario != Scenario.FLASH_SALE) {
            stage.run(load.seconds(Math.max(5, seconds / 2)));
            stage.drain();
        }
        ShopProcess shop = stage.shop();
        Metrics before = Metrics.read(shop.managementUrl(1));
        OffsetDateTime begin = stage.database().now();
        Load.Result result;
        List<Sampler.Sample> samples;
        Map<String, Long> atEnd;
        String drained;
        try (Sampler sampler = new Sampler(shop, stage.client())) {
            result = stage.run(load.seconds(seconds));
            atEnd = stage.database().statuses(begin);
            drained = number(stage.drain().toMillis() / 1e3) + " s";
            samples = sampler.samples();
        }
        Metrics after = Metrics.read(shop.managementUrl(1));
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("requests/s", number(result.perSecond()));
        rows.put(
                "p50, p95, p99",
                number(result.p50()) + ", " + number(result.p95()) + ", " + number(result.p99()) + " ms");
        rows.put("answers by status", answers(result, before, after));
        if (scenario.orders()) {
            orders(rows, begin, seconds, atEnd, drained);
            rows.put("batch of orders", mean(before, after, "souk_batch_size", "batch"));
            rows.put(
                    "consumer batches",
                    rates(after.since(before, "souk_consumer_batch_seconds_count", "consumer"), seconds));
        }
        rows.put("cache answers", shares(after.since(before, "souk_cache_answers_total", "level")));
        rows.put("consumer lag left", number(after.sum("souk_consumer_lag")));
        for (Path plot : Plots.write(out, scenario.script(), samples)) {
            rows.put(plot.getFileName().toString().replaceAll(".*-|[.]svg", "") + " plot", plot.toString());
        }
        Audit audit = Audit.of(stage.root(), shop);
        rows.put("audit", audit.text());
        return new Outcome(rows, audit.ok());
    }

    private void orders(
            Map<String, String> rows, OffsetDateTime begin, int seconds, Map<String, Long> atEnd, String drained)
            throws InterruptedException {
        rows.put("confirmed/s under load", number(atEnd.getOrDefault("CONFIRMED", 0L) / (double) seconds));
        rows.put("orders at the end", atEnd.toString());
        rows.put("backlog drained after", drained);
        rows.put("orders after that", stage.database().statuses(begin).toString());
        Confirmations confirmed =
                Confirmations.of(stage.client(), stage.database().confirmedIds(begin, CONFIRMED_SAMPLE));
        rows.put(
                "time to confirmed",
                "p50 %d, p95 %d, p99 %d ms (%d orders looked at)"
                        .formatted(
                                confirmed.percentile(0.5),
                                confirmed.percentile(0.95),
                                confirmed.percentile(0.99),
                                confirmed.count()));
    }

    /** The answers as the script counted them, else as the node counted them. */
    private static String answers(Load.Result result, Metrics before, Metrics after) {
        if (!result.statuses().isEmpty()) {
            return result.statuses().toString() + ", failed " + result.failed();
        }
        return whole(after.since(before, "vertx_http_server_response_time_seconds_count", "code")) + ", failed "
                + result.failed();
    }

    private static Map<String, Long> whole(Map<String, Double> values) {
        Map<String, Long> whole = new LinkedHashMap<>();
        values.forEach((name, value) -> whole.put(name, Math.round(value)));
        return whole;
    }

    private static String mean(Metrics before, Metrics after, String family, String label) {
        Map<String, Double> counts = after.since(before, family + "_count", label);
        Map<String, Double> sums = after.since(before, family + "_sum", label);
        return counts.entrySet().stream()
                .map(it -> it.getKey() + " " + number(sums.getOrDefault(it.getKey(), 0.0) / it.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String rates(Map<String, Double> counts, int seconds) {
        return counts.entrySet().stream()
                .map(it -> it.getKey() + " " + number(it.getValue() / seconds) + "/s")
                .collect(Collectors.joining(", "));
    }

    private static String shares(Map<String, Double> counts) {
        double all = counts.values().stream().mapToDouble(Double::doubleValue).sum();
        return counts.entrySet().stream()
                .map(it -> it.getKey() + " " + String.format(Locale.ROOT, "%.2f %%", 100 * it.getValue() / all))
                .collect(Collectors.joining(", "));
    }

    public static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }
}
