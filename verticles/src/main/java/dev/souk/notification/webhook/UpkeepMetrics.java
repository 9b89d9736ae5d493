package dev.souk.notification.webhook;

import dev.souk.notification.webhook.store.DeliveryRepository.OldestDue;
import dev.souk.notification.webhook.store.HealthRepository.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gauges of the node that looks after deliveries, 0 on the others: {@code souk.webhook.oldest.due.seconds{endpoints}},
 * how late the oldest delivery is of endpoints that are healthy and of those that fail; {@code
 * souk.webhook.endpoints{status}}; {@code souk.retention.overdue.seconds{rows}}, as for all that is deleted when it is
 * old. Counted: {@code souk.webhook.given.up}, {@code souk.retention.deleted{rows}}.
 */
final class UpkeepMetrics {
    private static final double MILLIS = 1_000;
    private static final String ROWS = "webhook_delivery";

    private final Counter givenUp;
    private final Counter forgotten;
    private final AtomicLong healthyDue = new AtomicLong();
    private final AtomicLong failingDue = new AtomicLong();
    private final AtomicLong healthy = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();
    private final AtomicLong disabled = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();

    UpkeepMetrics(MeterRegistry metrics) {
        givenUp = metrics.counter("souk.webhook.given.up");
        forgotten = metrics.counter("souk.retention.deleted", "rows", ROWS);
        seconds(metrics, "souk.webhook.oldest.due.seconds", "endpoints", "healthy", healthyDue);
        seconds(metrics, "souk.webhook.oldest.due.seconds", "endpoints", "failing", failingDue);
        seconds(metrics, "souk.retention.overdue.seconds", "rows", ROWS, overdue);
        count(metrics, "healthy", healthy);
        count(metrics, "failing", failing);
        count(metrics, "disabled", disabled);
    }

    private static void seconds(MeterRegistry metrics, String name, String tag, String value, AtomicLong millis) {
        Gauge.builder(name, millis, late -> late.get() / MILLIS).tag(tag, value).register(metrics);
    }

    private static void count(MeterRegistry metrics, String status, AtomicLong endpoints) {
        Gauge.builder("souk.webhook.endpoints", endpoints, AtomicLong::get)
                .tag("status", status)
                .register(metrics);
    }

    void gaveUp(int deliveries) {
        givenUp.increment(deliveries);
    }

    void forgot(int deliveries) {
        forgotten.increment(deliveries);
    }

    void due(OldestDue oldest) {
        healthyDue.set(oldest.healthy().toMillis());
        failingDue.set(oldest.failing().toMillis());
    }

    void endpoints(Counts counts) {
        healthy.set(counts.healthy());
        failing.set(counts.failing());
        disabled.set(counts.disabled());
    }

    /** @param late for how long the oldest delivery should have been gone; not at all when negative */
    void overdue(Duration late) {
        overdue.set(Math.max(0, late.toMillis()));
    }

    /** Another node does this work now. */
    void forget() {
        due(new OldestDue(Duration.ZERO, Duration.ZERO));
        endpoints(new Counts(0, 0, 0));
        overdue(Duration.ZERO);
    }
}
