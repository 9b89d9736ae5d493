package dev.souk.messaging.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The metrics of retention for rows of one kind. Gauge: {@code souk.retention.overdue.seconds{rows}}, for how long the
 * oldest row that this node has found, and not deleted since, should have been gone; 0 when there is none, and on nodes
 * that do not do this work. It rises while rows cannot be deleted. Counted: {@code souk.retention.deleted{rows}},
 * {@code souk.retention.failures{rows}}. Written on one context, read from any thread.
 */
final class RetentionMetrics {
    private static final double MILLIS = 1_000;

    private final Counter deleted;
    private final Counter failures;
    /** By slot, since when a row should have been gone, in milliseconds since the epoch; 0: none is there. */
    private final AtomicLongArray since;

    /** @param slots parts that are looked after one by one */
    RetentionMetrics(MeterRegistry registry, String rows, int slots) {
        this.deleted = registry.counter("souk.retention.deleted", "rows", rows);
        this.failures = registry.counter("souk.retention.failures", "rows", rows);
        this.since = new AtomicLongArray(slots);
        Gauge.builder("souk.retention.overdue.seconds", this, RetentionMetrics::overdueSeconds)
                .tag("rows", rows)
                .register(registry);
    }

    void deleted(int rows) {
        deleted.increment(rows);
    }

    void failed() {
        failures.increment();
    }

    /** @param late for how long the oldest row of the slot should have been gone; not at all when negative */
    void found(int slot, Duration late) {
        since.set(slot, late.isPositive() ? System.currentTimeMillis() - late.toMillis() : 0);
    }

    void gone(int slot) {
        since.set(slot, 0);
    }

    /** Another node does this work now. */
    void forget() {
        for (int slot = 0; slot < since.length(); slot++) {
            since.set(slot, 0);
        }
    }

    double overdueSeconds() {
        long now = System.currentTimeMillis();
        long longest = 0;
        for (int slot = 0; slot < since.length(); slot++) {
            long at = since.get(slot);
            longest = at == 0 ? longest : Math.max(longest, now - at);
        }
        return longest / MILLIS;
    }
}
