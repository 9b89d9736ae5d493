package dev.souk.prove.report;

import org.jspecify.annotations.Nullable;

/**
 * What became of the requests of a lane in the whole run.
 *
 * @param asked each sending counts, repetitions too
 * @param served answered for good
 * @param gapMillis longest time without one that was served, while orders were begun
 * @param p50 milliseconds to answer, of those that were served
 */
public record LaneTotal(
        long asked,
        long served,
        long gapMillis,
        @Nullable Double p50,
        @Nullable Double p99) {}
