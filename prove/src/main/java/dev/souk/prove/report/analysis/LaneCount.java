package dev.souk.prove.report.analysis;

/** One lane of a run while it is being counted. */
final class LaneCount {
    private final Service service = new Service();
    private final Latencies times = new Latencies();
    private final Tally tally = new Tally();

    void ended(Tally.End end) {
        tally.count(end);
    }

    void served(long milli, long nanos) {
        service.served(milli);
        times.add(nanos);
    }

    Service service() {
        return service;
    }

    /** @param end of the buying, milliseconds since the run's time zero */
    LaneTotal close(long end) {
        return new LaneTotal(
                tally.asked(),
                tally.served(),
                tally.unavailable(),
                tally.lost(),
                service.longestGap(end).millis(),
                times.percentile(50),
                times.percentile(99));
    }
}
