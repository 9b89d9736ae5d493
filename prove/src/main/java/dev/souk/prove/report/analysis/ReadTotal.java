package dev.souk.prove.report.analysis;

import org.jspecify.annotations.Nullable;

/**
 * Catalog reads as their readers know them: a read is its first request and the repetitions at other nodes, and it is
 * served when one of them was.
 *
 * @param reads that were begun
 * @param atOnce served by the node that was asked first
 * @param elsewhere served by another one, or later
 * @param p50 milliseconds from the first request to the answer, of those that were served
 * @param longestMillis likewise; absent when none was served
 */
public record ReadTotal(
        long reads,
        long atOnce,
        long elsewhere,
        @Nullable Double p50,
        @Nullable Double p99,
        @Nullable Double longestMillis) {
    public static final ReadTotal NONE = new ReadTotal(0, 0, 0, null, null, null);

    public long served() {
        return atOnce + elsewhere;
    }

    public long unserved() {
        return reads - atOnce - elsewhere;
    }
}
