package dev.souk.ops.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way of the orders through the cluster: sums over the nodes that report.
 *
 * @param nodes that report
 * @param perSecond orders that came into each state, by its name
 * @param stages by name
 * @param breakers by node and name
 */
public record PipelineView(
        Instant at,
        int nodes,
        Map<String, Double> perSecond,
        ToConfirmed toConfirmed,
        List<Stage> stages,
        List<Breaker> breakers) {
    public PipelineView {
        perSecond = Map.copyOf(perSecond);
        stages = List.copyOf(stages);
        breakers = List.copyOf(breakers);
    }

    /**
     * From the acceptance of an order to CONFIRMED, of the last seconds.
     *
     * @param orders that were confirmed
     * @param p50Millis absent where there was none
     * @param p99Millis absent where there was none
     */
    public record ToConfirmed(
            long orders, @Nullable Long p50Millis, @Nullable Long p99Millis) {}

    /**
     * @param perSecond requests or events that were done
     * @param batchSize of the last seconds, on average; 0: none was done
     * @param batchMillis that a batch took, on average; absent where it is not timed, or none was done
     * @param backlog requests or events that wait on all nodes
     */
    public record Stage(
            String name,
            StageKind kind,
            double perSecond,
            double batchSize,
            @Nullable Double batchMillis,
            long backlog) {}

    public record Breaker(String node, String name, BreakerPosition position) {}
}
