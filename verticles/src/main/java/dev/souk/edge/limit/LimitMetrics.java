package dev.souk.edge.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts requests that were refused, by class, and those that a node decided alone though the buckets are shared. */
final class LimitMetrics {
    private final Map<LimitClass, Counter> refused = new EnumMap<>(LimitClass.class);
    private final Counter alone;

    LimitMetrics(MeterRegistry metrics) {
        for (LimitClass limit : LimitClass.values()) {
            refused.put(limit, metrics.counter("souk.edge.limits.refused", "limit", limit.label()));
        }
        this.alone = metrics.counter("souk.edge.limits.alone");
    }

    void refused(LimitClass limit) {
        Counter counter = refused.get(limit);
        if (counter != null) {
            counter.increment();
        }
    }

    void alone(int requests) {
        alone.increment(requests);
    }
}
