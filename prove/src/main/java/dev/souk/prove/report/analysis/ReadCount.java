package dev.souk.prove.report.analysis;

/** Catalog reads while they are being counted. */
final class ReadCount {
    private final Latencies times = new Latencies();
    private long reads;
    private long atOnce;
    private long elsewhere;

    /** @param attempt that was served */
    void served(int attempt, long nanos) {
        reads++;
        atOnce += attempt == 1 ? 1 : 0;
        elsewhere += attempt == 1 ? 0 : 1;
        times.add(nanos);
    }

    void unserved() {
        reads++;
    }

    ReadTotal close() {
        return new ReadTotal(
                reads, atOnce, elsewhere, times.percentile(50), times.percentile(99), times.percentile(100));
    }
}
