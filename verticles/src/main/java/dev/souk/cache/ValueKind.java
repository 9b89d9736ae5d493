package dev.souk.cache;

import com.github.benmanes.caffeine.cache.Weigher;
import java.util.function.ToLongFunction;

/**
 * The properties of a {@link TwoLevelCache}'s values.
 *
 * @param weigher of a value in memory, in the unit of the cache's size; 0: room is always made for it elsewhere
 * @param versionOf a value: rises whenever it changes; 0: values of this kind have none
 */
public record ValueKind<V>(Class<V> type, Weigher<String, V> weigher, ToLongFunction<V> versionOf) {
    /** Values without versions. */
    public static <V> ValueKind<V> of(Class<V> type, Weigher<String, V> weigher) {
        return new ValueKind<>(type, weigher, value -> 0);
    }

    long version(V value) {
        return versionOf.applyAsLong(value);
    }
}
