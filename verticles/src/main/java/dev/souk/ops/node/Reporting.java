package dev.souk.ops.node;

import dev.souk.ops.message.NodeReport;
import dev.souk.ops.message.NodeReport.BreakerState;
import dev.souk.ops.message.NodeReport.Load;
import dev.souk.ops.message.NodeReport.StageReport;
import dev.souk.ops.node.MeterSample.StageName;
import dev.souk.ops.node.MeterSample.StageTotals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The difference of two samples, as rates: pure. */
final class Reporting {
    private static final double NANOS = 1e9;
    private static final double PRECISION = 1_000;

    private Reporting() {}

    /** @param delayMillis by how much a timer came late */
    static NodeReport report(NodeIdentity node, MeterSample first, MeterSample last, long delayMillis) {
        double seconds = Math.max(1, last.nanos() - first.nanos()) / NANOS;
        Runtime runtime = Runtime.getRuntime();
        Load load = new Load(
                rounded(last.cpu()),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                last.connections(),
                rate(first.requests(), last.requests(), seconds),
                delayMillis);
        return new NodeReport(
                node.name(),
                node.version(),
                node.roles(),
                node.startedAt(),
                load,
                moved(first, last, seconds),
                last.within(),
                confirmed(first, last),
                stages(first, last, seconds),
                last.breakers().entrySet().stream()
                        .map(breaker -> new BreakerState(breaker.getKey(), breaker.getValue()))
                        .sorted(Comparator.comparing(BreakerState::name))
                        .toList());
    }

    private static Map<String, Double> moved(MeterSample first, MeterSample last, double seconds) {
        Map<String, Double> rates = new HashMap<>();
        last.moved()
                .forEach((status, total) ->
                        rates.put(status, rate(first.moved().getOrDefault(status, 0.0), total, seconds)));
        return rates;
    }

    /** The meters count up to each end, the report between two ends. */
    private static List<Long> confirmed(MeterSample first, MeterSample last) {
        List<Long> counts = new ArrayList<>();
        double before = 0;
        for (int i = 0; i < last.confirmed().size(); i++) {
            double known = first.confirmed().size() > i ? first.confirmed().get(i) : 0;
            double upTo = last.confirmed().get(i) - known;
            counts.add(Math.max(0, Math.round(upTo - before)));
            before = upTo;
        }
        return counts;
    }

    private static List<StageReport> stages(MeterSample first, MeterSample last, double seconds) {
        List<StageReport> stages = new ArrayList<>();
        last.stages().forEach((name, now) -> {
            StageTotals was = first.stages().getOrDefault(name, StageTotals.NONE);
            stages.add(stage(name, was, now, seconds));
        });
        stages.sort(Comparator.comparing(StageReport::name).thenComparing(StageReport::kind));
        return stages;
    }

    private static StageReport stage(StageName name, StageTotals was, StageTotals now, double seconds) {
        return new StageReport(
                name.name(),
                name.kind(),
                rate(was.done(), now.done(), seconds),
                rate(was.batches(), now.batches(), seconds),
                rate(was.seconds(), now.seconds(), seconds),
                Math.round(now.backlog()));
    }

    private static double rate(double before, double now, double seconds) {
        return rounded(Math.max(0, now - before) / seconds);
    }

    private static double rounded(double value) {
        return Math.round(value * PRECISION) / PRECISION;
    }
}
