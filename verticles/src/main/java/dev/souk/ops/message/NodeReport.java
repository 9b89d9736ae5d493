package dev.souk.ops.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A node of itself. Rates are those of the last seconds; totals are never sent, because a node that starts anew begins
 * at 0.
 *
 * @param node unique among the nodes
 * @param roles names of features; never empty
 * @param startedAt by the clock of the node
 * @param moved orders a second that came into each state on this node
 * @param confirmedWithin upper ends of buckets in milliseconds, rising
 * @param confirmed orders of the last seconds that were confirmed within each bucket's end and not within the one
 *     before
 */
public record NodeReport(
        String node,
        String version,
        List<String> roles,
        Instant startedAt,
        Load load,
        Map<String, Double> moved,
        List<Double> confirmedWithin,
        List<Long> confirmed,
        List<StageReport> stages,
        List<BreakerState> breakers) {
    public NodeReport {
        roles = List.copyOf(roles);
        moved = Map.copyOf(moved);
        confirmedWithin = List.copyOf(confirmedWithin);
        confirmed = List.copyOf(confirmed);
        stages = List.copyOf(stages);
        breakers = List.copyOf(breakers);
    }

    /**
     * @param cpu share of the machine's processors that the process uses, 0 to 1
     * @param heapUsed bytes
     * @param heapMax bytes
     * @param connections of clients that are open
     * @param requestsPerSecond that were answered
     * @param loopDelayMillis by how much a timer of an event loop came late, the worst of the last seconds
     */
    public record Load(
            double cpu,
            long heapUsed,
            long heapMax,
            long connections,
            double requestsPerSecond,
            long loopDelayMillis) {}

    /**
     * A place where work waits and is done in batches.
     *
     * @param name of the batch or the consumer
     * @param perSecond requests or events that were done
     * @param batchesPerSecond that they were done in
     * @param secondsPerSecond that batches were under way: 1 is one after the other without a pause; of a batch that
     *     is not timed 0
     * @param backlog requests or events that wait
     */
    public record StageReport(
            String name,
            StageKind kind,
            double perSecond,
            double batchesPerSecond,
            double secondsPerSecond,
            long backlog) {}

    /** @param name of what is guarded, {@code payment-provider} */
    public record BreakerState(String name, BreakerPosition position) {}
}
