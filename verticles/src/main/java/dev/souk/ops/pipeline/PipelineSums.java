package dev.souk.ops.pipeline;

import dev.souk.ops.message.NodeReport;
import dev.souk.ops.message.NodeReport.StageReport;
import dev.souk.ops.message.PipelineView;
import dev.souk.ops.message.PipelineView.Breaker;
import dev.souk.ops.message.PipelineView.Stage;
import dev.souk.ops.message.PipelineView.ToConfirmed;
import dev.souk.ops.message.StageKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds the reports of the nodes up: pure. */
public final class PipelineSums {
    private static final double PRECISION = 100;
    private static final double MILLIS = 1_000;

    private PipelineSums() {}

    private record Key(String name, StageKind kind) {}

    /** @param reports one of each node */
    public static PipelineView of(Instant at, List<NodeReport> reports) {
        Map<String, Double> perSecond = new TreeMap<>();
        reports.forEach(report ->
                report.moved().forEach((status, rate) -> perSecond.merge(status, rate, (a, b) -> rounded(a + b))));
        return new PipelineView(
                at, reports.size(), perSecond, toConfirmed(reports), stages(reports), breakers(reports));
    }

    private static List<Breaker> breakers(List<NodeReport> reports) {
        return reports.stream()
                .flatMap(report -> report.breakers().stream()
                        .map(breaker -> new Breaker(report.node(), breaker.name(), breaker.position())))
                .sorted(Comparator.comparing(Breaker::node).thenComparing(Breaker::name))
                .toList();
    }

    private static List<Stage> stages(List<NodeReport> reports) {
        Map<Key, StageReport> sums =
                new TreeMap<>(Comparator.comparing(Key::kind).thenComparing(Key::name));
        for (NodeReport report : reports) {
            for (StageReport stage : report.stages()) {
                sums.merge(new Key(stage.name(), stage.kind()), stage, PipelineSums::plus);
            }
        }
        return sums.values().stream().map(PipelineSums::stage).toList();
    }

    private static StageReport plus(StageReport one, StageReport other) {
        return new StageReport(
                one.name(),
                one.kind(),
                one.perSecond() + other.perSecond(),
                one.batchesPerSecond() + other.batchesPerSecond(),
                one.secondsPerSecond() + other.secondsPerSecond(),
                one.backlog() + other.backlog());
    }

    private static Stage stage(StageReport sum) {
        double batches = sum.batchesPerSecond();
        boolean timed = batches > 0 && sum.secondsPerSecond() > 0;
        return new Stage(
                sum.name(),
                sum.kind(),
                rounded(sum.perSecond()),
                batches > 0 ? rounded(sum.perSecond() / batches) : 0,
                timed ? rounded(MILLIS * sum.secondsPerSecond() / batches) : null,
                sum.backlog());
    }

    private static double rounded(double value) {
        return Math.round(value * PRECISION) / PRECISION;
    }

    private static ToConfirmed toConfirmed(List<NodeReport> reports) {
        // Nodes of two versions may have other buckets: each end counts for itself.
        TreeMap<Double, Long> counts = new TreeMap<>();
        for (NodeReport report : reports) {
            int buckets =
                    Math.min(report.confirmedWithin().size(), report.confirmed().size());
            for (int i = 0; i < buckets; i++) {
                counts.merge(report.confirmedWithin().get(i), report.confirmed().get(i), Long::sum);
            }
        }
        long orders = counts.values().stream().mapToLong(Long::longValue).sum();
        return new ToConfirmed(orders, quantile(counts, orders, 0.5), quantile(counts, orders, 0.99));
    }

    /** Between the ends of its bucket the orders are taken to be spread evenly. */
    private static @Nullable Long quantile(TreeMap<Double, Long> counts, long orders, double q) {
        if (orders == 0) {
            return null;
        }
        double rank = Math.max(1, Math.ceil(q * orders));
        double from = 0;
        long before = 0;
        for (Map.Entry<Double, Long> bucket : counts.entrySet()) {
            if (bucket.getValue() > 0 && before + bucket.getValue() >= rank) {
                double part = (rank - before) / bucket.getValue();
                return Math.round(from + (bucket.getKey() - from) * part);
            }
            before += bucket.getValue();
            from = bucket.getKey();
        }
        return Math.round(counts.lastKey());
    }
}
