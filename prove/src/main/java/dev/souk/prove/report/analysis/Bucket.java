package dev.souk.prove.report.analysis;

/** One second while it is being counted. */
final class Bucket {
    private static final int UNAVAILABLE = 503;

    private final long[] served = new long[Lane.values().length];
    private final Latencies orderTimes = new Latencies();
    private final Latencies readTimes = new Latencies();
    private long accepted;
    private long lost;
    private long unavailable;
    private long throttled;
    private long faults;
    long confirmed;

    void accepted() {
        accepted++;
    }

    void lost() {
        lost++;
    }

    void served(Lane lane, long nanos) {
        served[lane.ordinal()]++;
        (lane == Lane.ORDERS ? orderTimes : readTimes).add(nanos);
    }

    void unserved(int status) {
        if (status == UNAVAILABLE) {
            unavailable++;
        } else if (status >= 500) {
            faults++;
        } else {
            throttled++;
        }
    }

    Second close() {
        return new Second(
                accepted,
                confirmed,
                served[Lane.ORDERS.ordinal()],
                served[Lane.CATALOG.ordinal()],
                served[Lane.LOOKUPS.ordinal()],
                lost,
                unavailable,
                throttled,
                faults,
                orderTimes.percentile(50),
                orderTimes.percentile(99),
                readTimes.percentile(50),
                readTimes.percentile(99));
    }
}
