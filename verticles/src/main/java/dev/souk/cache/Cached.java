package dev.souk.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a cache.
 *
 * @param age of the value, counted from when its source was asked
 * @param stale older than the cache's {@code fresh}: answered because the source did not answer
 */
public record Cached<V>(V value, Duration age, boolean stale) {
    /** @return whole seconds, for the header {@code Age}; absent for an answer that is as new as promised */
    public @Nullable Long staleSeconds() {
        return stale ? Long.valueOf(age.toSeconds()) : null;
    }
}
