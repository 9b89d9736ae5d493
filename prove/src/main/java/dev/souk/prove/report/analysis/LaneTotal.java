package dev.souk.prove.report.analysis;

import org.jspecify.annotations.Nullable;

/**
 * The outcomes of the requests of a lane in the whole run.
 *
 * @param asked each sending counts, repetitions too
 * @param served answered for good
 * @param unavailable answered 5xx, 429 or 408
 * @param lost without an answer
 * @param gapMillis longest time without one that was served, while orders were begun
 * @param p50 milliseconds to answer, of those that were served
 */
public record LaneTotal(
        long asked,
        long served,
        long unavailable,
        long lost,
        long gapMillis,
        @Nullable Double p50,
        @Nullable Double p99) {
    public static final LaneTotal NONE = new LaneTotal(0, 0, 0, 0, 0, null, null);
}
