package dev.souk.prove.report.analysis;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a fault on the buyers. Times are milliseconds since the run's time zero.
 *
 * @param healedMillis absent when the fault was not healed in the run
 * @param lanes by {@link Lane}
 * @param reads of the catalog that were begun while it lasted; absent in files of earlier versions
 */
public record Outage(
        long beganMillis,
        @Nullable Long healedMillis,
        Map<Lane, Share> lanes,
        @Nullable ReadTotal reads,
        Recovery recovery) {
    public Outage {
        lanes = new LinkedHashMap<>(lanes);
    }

    /**
     * Requests of one lane during a fault.
     *
     * @param asked that were sent while it lasted
     * @param served of those, the ones that were answered for good, at once and whenever that was
     * @param unavailable answered 5xx, 429 or 408
     * @param lost without an answer
     * @param gapMillis longest time without any that was served, from the fault on; it may end after the healing
     * @param cut the gap was not over when the buying was
     */
    public record Share(long asked, long served, long unavailable, long lost, long gapMillis, boolean cut) {
        public static final Share NONE = new Share(0, 0, 0, 0, 0, false);
    }
}
