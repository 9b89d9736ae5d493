package dev.souk.edge.limit;

import dev.souk.settings.Settings;

/**
 * A token bucket as the generic cell rate algorithm has it (ITU-T I.371, annex A): all that is kept of a bucket is the
 * time at which it is full again. Times are nanoseconds of one clock.
 *
 * @param interval in which one token comes back
 * @param tolerance how far ahead of now the time of the full bucket may be: the interval of every token
 * @param burst tokens of a full bucket
 */
record Rate(long interval, long tolerance, int burst) {
    private static final long SECOND = 1_000_000_000L;

    static Rate of(Settings.Bucket bucket) {
        long interval = SECOND / bucket.perSecond();
        return new Rate(interval, interval * bucket.burst(), bucket.burst());
    }

    /** @param ahead how long it takes until the bucket is full; @return tokens in it */
    int tokens(long ahead) {
        return (int) Math.max(0, (tolerance - ahead) / interval);
    }

    /** How long it takes until there is a token; at most 0 when there is one. */
    long untilToken(long ahead) {
        return ahead + interval - tolerance;
    }

    /** Seconds in which an empty bucket is full, 1 at least. */
    long window() {
        return ceilSeconds(tolerance);
    }

    static long ceilSeconds(long nanos) {
        return Math.max(1, (nanos + SECOND - 1) / SECOND);
    }
}
