package dev.souk.prove.report.analysis;

import dev.souk.prove.run.FaultRecord;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Counts the requests that were sent while one fault lasted. Times are milliseconds since the run's time zero. */
final class FaultWindow {
    final FaultRecord fault;
    final long began;
    /** Of the healing; when there was none, of the end of the run. */
    final long until;

    private final List<Tally> tallies =
            Stream.generate(Tally::new).limit(Lane.values().length).toList();
    private final ReadCount reads = new ReadCount();

    FaultWindow(FaultRecord fault, long began, long until) {
        this.fault = fault;
        this.began = began;
        this.until = until;
    }

    void count(Lane lane, long askedMilli, Tally.End end) {
        if (lasts(askedMilli)) {
            tallies.get(lane.ordinal()).count(end);
        }
    }

    private boolean lasts(long milli) {
        return milli >= began && milli <= until;
    }

    /** @param milli when the read began */
    void read(long milli, Consumer<ReadCount> how) {
        if (lasts(milli)) {
            how.accept(reads);
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
            Tally tally = tallies.get(lane.ordinal());
            shares.put(
                    lane,
                    new Outage.Share(
                            tally.asked(), tally.served(), tally.unavailable(), tally.lost(), gap.millis(), gap.cut()));
        });
        Long healed = fault.healed() == null ? null : Long.valueOf(until);
        return new Outage(began, healed, shares, reads.close(), Recovery.of(orders, began, healed, next, end));
    }
}
