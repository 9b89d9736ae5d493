package dev.souk.notification.mail;

import dev.souk.notification.mail.domain.MailEnd;
import dev.souk.notification.mail.store.MailRepository.Waiting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Counted: {@code souk.mail.ended{outcome}} (sent, refused, given_up, unaddressed), {@code souk.mail.put.off{reason}}
 * (refused, away, defect), {@code souk.mail.repeated} (sent again though it may have gone), {@code souk.mail.stale}
 * (events that were too old to write about), {@code souk.mail.forgotten}. Measured: {@code souk.mail.sending}, from the
 * first word to the server to its last. Gauges, of the node that has the lease to look, 0 on others: {@code
 * souk.mail.waiting} (up to 10,000) and {@code souk.mail.oldest.seconds}.
 */
final class MailMetrics {
    private static final double MILLIS = 1_000;

    /** Why a letter waits for a next time. */
    enum PutOff {
        REFUSED,
        AWAY,
        DEFECT
    }

    private final Map<MailEnd, Counter> ended = new EnumMap<>(MailEnd.class);
    private final Map<PutOff, Counter> putOff = new EnumMap<>(PutOff.class);
    private final Counter repeated;
    private final Counter stale;
    private final Counter forgotten;
    private final Timer sending;
    private volatile Waiting waiting = new Waiting(0, Duration.ZERO);

    MailMetrics(MeterRegistry registry) {
        for (MailEnd end : MailEnd.values()) {
            ended.put(end, registry.counter("souk.mail.ended", "outcome", label(end)));
        }
        for (PutOff reason : PutOff.values()) {
            putOff.put(reason, registry.counter("souk.mail.put.off", "reason", label(reason)));
        }
        repeated = registry.counter("souk.mail.repeated");
        stale = registry.counter("souk.mail.stale");
        forgotten = registry.counter("souk.mail.forgotten");
        sending = registry.timer("souk.mail.sending");
        Gauge.builder("souk.mail.waiting", this, metrics -> metrics.waiting.count())
                .register(registry);
        Gauge.builder(
                        "souk.mail.oldest.seconds",
                        this,
                        metrics -> metrics.waiting.oldest().toMillis() / MILLIS)
                .register(registry);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    void ended(MailEnd end) {
        Objects.requireNonNull(ended.get(end)).increment();
    }

    void putOff(PutOff reason) {
        Objects.requireNonNull(putOff.get(reason)).increment();
    }

    void repeated() {
        repeated.increment();
    }

    void stale() {
        stale.increment();
    }

    void forgotten(int letters) {
        forgotten.increment(letters);
    }

    void sent(long nanos) {
        sending.record(nanos, TimeUnit.NANOSECONDS);
    }

    void waiting(Waiting found) {
        waiting = found;
    }

    /** Another node looks now. */
    void forget() {
        waiting = new Waiting(0, Duration.ZERO);
    }
}
