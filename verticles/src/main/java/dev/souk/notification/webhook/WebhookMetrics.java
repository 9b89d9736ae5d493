package dev.souk.notification.webhook;

import dev.souk.notification.webhook.domain.AttemptResult;
import dev.souk.notification.webhook.domain.Breaker;
import dev.souk.notification.webhook.message.DeliveryStatus;
import dev.souk.notification.webhook.message.DisabledReason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The metrics of sending webhooks, by labels of few values: never by endpoint. Timed:
 * {@code souk.webhook.attempts{outcome}}. Counted: {@code souk.webhook.finished{status}}, deliveries that have ended;
 * {@code souk.webhook.disabled{reason}}, endpoints. Gauges: {@code souk.webhook.in.flight}, attempts under way, and
 * {@code souk.webhook.breakers{state}}, endpoints, both on the node that sends.
 */
final class WebhookMetrics {
    private final MeterRegistry metrics;
    private final AtomicLong inFlight = new AtomicLong();
    private final Map<Breaker.State, AtomicLong> breakers = new EnumMap<>(Breaker.State.class);

    WebhookMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        Gauge.builder("souk.webhook.in.flight", inFlight, AtomicLong::get).register(metrics);
        for (Breaker.State state : Breaker.State.values()) {
            AtomicLong endpoints = new AtomicLong();
            breakers.put(state, endpoints);
            Gauge.builder("souk.webhook.breakers", endpoints, AtomicLong::get)
                    .tag("state", label(state))
                    .register(metrics);
        }
        // There from the start, so that the first one is seen as a rise.
        for (DisabledReason reason : DisabledReason.values()) {
            metrics.counter("souk.webhook.disabled", "reason", label(reason));
        }
        finished(DeliveryStatus.DELIVERED, 0);
        finished(DeliveryStatus.FAILED, 0);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    void began() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    void attempted(AttemptResult result, long nanos) {
        metrics.timer("souk.webhook.attempts", "outcome", result.kind().label()).record(nanos, TimeUnit.NANOSECONDS);
    }

    void finished(DeliveryStatus status, int deliveries) {
        metrics.counter("souk.webhook.finished", "status", label(status)).increment(deliveries);
    }

    void disabled(DisabledReason reason) {
        metrics.counter("souk.webhook.disabled", "reason", label(reason)).increment();
    }

    /** @param endpoints by the state of their breakers; a state that is missing has none */
    void breakers(Map<Breaker.State, Long> endpoints) {
        breakers.forEach((state, gauge) -> gauge.set(endpoints.getOrDefault(state, 0L)));
    }
}
