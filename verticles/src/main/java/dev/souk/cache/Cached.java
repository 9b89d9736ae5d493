package dev.souk.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a cache.
 *
 * @param age of the value, counted from when it was last known to be what its source has
 * @param stale older than fresh: answered because the source did not answer
 * @param fresh how much longer the value is as new as promised
 * @param askedAgo how long ago its source was asked for it, at most
 */
public record Cached<V>(V value, Duration age, boolean stale, Duration fresh, Duration askedAgo) {
    /** @return whole seconds, for the header {@code Age}; absent for an answer that is as new as promised */
    public @Nullable Long staleSeconds() {
        return stale ? Long.valueOf(age.toSeconds()) : null;
    }
}
