package dev.souk.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts a cache's answers, {@code souk.cache.answers{cache, level, result}} with the results {@code fresh}, {@code
 * stale}, {@code none} (there is no such thing) and {@code failed}, and shows as {@code souk.cache.source.away{cache}}
 * whether its source is.
 */
final class CacheMetrics {
    private final Map<Level, Counter> fresh = new EnumMap<>(Level.class);
    private final Map<Level, Counter> stale = new EnumMap<>(Level.class);
    private final Counter none;
    private final Counter failed;

    /** Where an answer came from. */
    enum Level {
        MEMORY("memory"),
        SHARED("redis"),
        SOURCE("source");

        private final String tag;

        Level(String tag) {
            this.tag = tag;
        }
    }

    CacheMetrics(MeterRegistry metrics, String cache, SourceState source) {
        for (Level level : Level.values()) {
            fresh.put(level, counter(metrics, cache, level, "fresh"));
            stale.put(level, counter(metrics, cache, level, "stale"));
        }
        none = counter(metrics, cache, Level.SOURCE, "none");
        failed = counter(metrics, cache, Level.SOURCE, "failed");
        Gauge.builder("souk.cache.source.away", source, state -> state.isAway() ? 1 : 0)
                .tag("cache", cache)
                .strongReference(true)
                .register(metrics);
    }

    private static Counter counter(MeterRegistry metrics, String cache, Level level, String result) {
        return metrics.counter("souk.cache.answers", "cache", cache, "level", level.tag, "result", result);
    }

    void answered(Level level, boolean old) {
        Counter counter = (old ? stale : fresh).get(level);
        if (counter != null) {
            counter.increment();
        }
    }

    void nothing() {
        none.increment();
    }

    void failed() {
        failed.increment();
    }
}
