package dev.souk.prove.report.analysis;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Times to answer, each kept: four bytes a request. */
final class Latencies {
    private static final double MICROS_PER_MILLI = 1_000;

    private int[] micros = new int[16];
    private int size;

    void add(long nanos) {
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, size * 2);
        }
        micros[size++] = (int) Math.clamp(nanos / 1_000, 0, Integer.MAX_VALUE);
    }

    /**
     * The nearest rank: the smallest time that {@code percent} of all do not exceed.
     *
     * @return milliseconds; none when there is no time
     */
    @Nullable
    Double percentile(int percent) {
        if (size == 0) {
            return null;
        }
        Arrays.sort(micros, 0, size);
        int rank = (int) Math.ceilDiv((long) size * percent, 100);
        return micros[Math.max(rank, 1) - 1] / MICROS_PER_MILLI;
    }
}
