package dev.souk.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.Weigher;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The first level: the values a node remembers, the loads under way, and the keys that changed lately. A value that was
 * being loaded when its key changed is not remembered, since it may have been read before the change.
 *
 * <p>Written on the cache's event loop; {@link #forget} may be called from everywhere.
 */
final class Memory<V> {
    private final CacheOptions options;
    private final Cache<String, Entry<V>> entries;
    private final Cache<String, Boolean> changed;
    private final Map<String, Flight<V>> flights = new ConcurrentHashMap<>();

    /** @param ticker in nanoseconds */
    Memory(CacheOptions options, Weigher<String, V> weigher, Ticker ticker) {
        this.options = options;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(options.size())
                .weigher((String key, Entry<V> entry) -> weigher.weigh(key, entry.value()))
                .expireAfterWrite(options.lifetime().plus(Freshness.MOST))
                .ticker(ticker)
                .build();
        this.changed = Caffeine.newBuilder()
                .maximumSize(Math.max(1, options.size()))
                .expireAfterWrite(options.fresh())
                .ticker(ticker)
                .build();
    }

    @Nullable
    Entry<V> get(String key) {
        return entries.getIfPresent(key);
    }

    /** Within the time that a value counts as fresh: the second level's entry may be from before the change. */
    boolean changedLately(String key) {
        return changed.getIfPresent(key) != null;
    }

    /** @return the load that may also answer a caller that asks now; absent when none is young enough */
    @Nullable
    Load<V> shareable(String key, long now) {
        Flight<V> flight = flights.get(key);
        Load<V> newest = flight == null ? null : flight.newest();
        return newest != null && now - newest.begun() < options.fresh().toNanos() ? newest : null;
    }

    /** @return the flight of the key, one more aboard: {@link #leave} it */
    Flight<V> enter(String key) {
        Flight<V> flight = flights.computeIfAbsent(key, none -> new Flight<>());
        flight.enter();
        return flight;
    }

    Flight<V> enter(String key, Load<V> load) {
        Flight<V> flight = flights.computeIfAbsent(key, none -> new Flight<>());
        flight.enter(load);
        return flight;
    }

    void leave(String key, Flight<V> flight) {
        if (flight.leave()) {
            flights.remove(key, flight);
        }
    }

    boolean isCurrent(String key, Flight<V> flight) {
        return flights.get(key) == flight;
    }

    /**
     * Checked before and after it is remembered: a change in between finds one of the two.
     *
     * @return whether it is remembered, or would be if there was a memory
     */
    boolean remember(String key, Flight<V> flight, Entry<V> entry) {
        Entry<V> before = entries.getIfPresent(key);
        if (!isCurrent(key, flight) || before != null && before.isNewerThan(entry)) {
            return false;
        }
        if (options.size() == 0) {
            return true;
        }
        entries.put(key, entry);
        if (isCurrent(key, flight)) {
            return true;
        }
        entries.asMap().remove(key, entry);
        return false;
    }

    /** Unless it is another one by now. */
    void weighAgain(String key) {
        Entry<V> entry = entries.getIfPresent(key);
        if (entry != null) {
            entries.asMap().replace(key, entry, entry);
        }
    }

    /** There is no such thing any more. */
    void drop(String key) {
        entries.invalidate(key);
    }

    /** @return whether anything was remembered of it */
    boolean forget(String key) {
        changed.put(key, true);
        flights.remove(key);
        return entries.asMap().remove(key) != null;
    }
}
