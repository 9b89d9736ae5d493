package dev.souk.launcher.replay;

import java.util.Arrays;

/** Exact percentiles by nearest rank, of as many times as there are orders. Not thread-safe. */
public final class Percentiles {
    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[1024];
    private int size;

    /** Milliseconds, to a tenth; all zero where nothing was measured. */
    public record Millis(double p50, double p95, double p99) {}

    void add(long value) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = value;
    }

    Millis millis() {
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return new Millis(rank(sorted, 50), rank(sorted, 95), rank(sorted, 99));
    }

    private static double rank(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int index = (int) Math.ceilDiv((long) sorted.length * percent, 100) - 1;
        return Math.round(sorted[index] / NANOS_PER_MILLI * 10) / 10.0;
    }
}
