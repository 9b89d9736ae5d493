package dev.souk.cache;

import java.time.Duration;

/**
 * The limits of a {@link TwoLevelCache}.
 *
 * @param name in the metrics, and before each of its keys in Redis
 * @param size most weight of the values in memory; 0: none is remembered
 * @param fresh an answer may be this old while the source answers; zero: the source is always asked
 * @param keep how old a value may be that is answered because the source does not, counted from when it was last known
 *     to be what the source has
 * @param patience how long an asker whom a stale value will do waits for the source
 */
public record CacheOptions(String name, long size, Duration fresh, Duration keep, Duration patience) {
    /** How long a value is of any use that no feed kept fresh. */
    Duration lifetime() {
        return keep.compareTo(fresh) > 0 ? keep : fresh;
    }
}
