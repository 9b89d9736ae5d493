package dev.souk.prove.report;

/** One lane of a run while it is being counted. */
final class LaneCount {
    private final Service service = new Service();
    private final Latencies times = new Latencies();
    private long asked;
    private long served;

    void asked(boolean wasServed) {
        asked++;
        served += wasServed ? 1 : 0;
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
                asked, served, service.longestGap(end).millis(), times.percentile(50), times.percentile(99));
    }
}
