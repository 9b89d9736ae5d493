package dev.souk.ops.node;

import dev.souk.ops.message.BreakerPosition;
import dev.souk.ops.message.StageKind;
import java.util.List;
import java.util.Map;

/**
 * The values of the meters of a node at one moment: totals that only rise, and current values.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param requests that were answered
 * @param moved orders that came into each state
 * @param within upper ends of buckets in milliseconds, rising
 * @param confirmed orders that were confirmed within each of them; the last counts all that took no longer than its end
 * @param cpu share of the processors that the process uses, 0 to 1
 */
record MeterSample(
        long nanos,
        double requests,
        Map<String, Double> moved,
        List<Double> within,
        List<Double> confirmed,
        Map<StageName, StageTotals> stages,
        Map<String, BreakerPosition> breakers,
        long connections,
        double cpu) {

    /** A batch and a consumer may have one name. */
    record StageName(StageKind kind, String name) {}

    /**
     * @param done requests or events
     * @param batches that they were done in
     * @param seconds that batches took
     * @param backlog requests or events that wait now
     */
    record StageTotals(double done, double batches, double seconds, double backlog) {
        static final StageTotals NONE = new StageTotals(0, 0, 0, 0);

        StageTotals and(StageTotals other) {
            return new StageTotals(
                    done + other.done, batches + other.batches, seconds + other.seconds, backlog + other.backlog);
        }
    }
}
