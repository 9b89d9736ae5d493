package dev.souk.prove.report;

import dev.souk.prove.run.FaultRecord;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what was asked while one fault lasted. Times are milliseconds since the run's time zero. */
final class FaultWindow {
    final FaultRecord fault;
    final long began;
    /** Of the healing; when there was none, of the end of the run. */
    final long until;

    private final long[] asked = new long[Lane.values().length];
    private final long[] served = new long[Lane.values().length];

    FaultWindow(FaultRecord fault, long began, long until) {
        this.fault = fault;
        this.began = began;
        this.until = until;
    }

    void count(Lane lane, long askedMilli, boolean wasServed) {
        if (askedMilli >= began && askedMilli <= until) {
            asked[lane.ordinal()]++;
            served[lane.ordinal()] += wasServed ? 1 : 0;
        }
    }

    /**
     * @param lanes by their ordinals
     * @param next when the next fault came, or the buying ended
     */
    Outage close(List<LaneCount> lanes, long[] orders, long next, long end) {
        Map<Lane, Outage.Share> shares = new EnumMap<>(Lane.class);
        Arrays.stream(Lane.values()).forEach(lane -> {
            Service.Gap gap = lanes.get(lane.ordinal()).service().longestGap(began, until, end);
            shares.put(lane, new Outage.Share(asked[lane.ordinal()], served[lane.ordinal()], gap.millis(), gap.cut()));
        });
        Long healed = fault.healed() == null ? null : Long.valueOf(until);
        return new Outage(began, healed, shares, Recovery.of(orders, began, healed, next, end));
    }
}
