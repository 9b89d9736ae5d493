package dev.souk.payment;

import dev.souk.payment.store.PaymentRepository;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Money that does not move as it should, as gauges that are alarms when they stay above 0: {@code
 * souk.payment.uncaptured} (confirmed orders that wait for their capture for longer than {@code payment.capture-alarm})
 * and {@code souk.payment.failing} (payments and refunds that the provider refuses, or does not answer for, again and
 * again).
 */
final class PaymentAlarms {
    private static final Logger log = LoggerFactory.getLogger(PaymentAlarms.class);
    /** Calls in a row without success; with the pauses between them about half a minute. */
    private static final int FAILING_TRIES = 8;

    private final TransactionRunner transactions;
    private final PaymentRepository payments;
    private final Duration captureAlarm;
    private final AtomicLong uncaptured = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();

    PaymentAlarms(
            TransactionRunner transactions, PaymentRepository payments, Duration captureAlarm, MeterRegistry metrics) {
        this.transactions = transactions;
        this.payments = payments;
        this.captureAlarm = captureAlarm;
        Gauge.builder("souk.payment.uncaptured", uncaptured, AtomicLong::get).register(metrics);
        Gauge.builder("souk.payment.failing", failing, AtomicLong::get).register(metrics);
    }

    Future<Void> look() {
        return transactions
                .read(
                        "payment-alarm",
                        client -> payments.uncaptured(client, captureAlarm)
                                .onSuccess(late ->
                                        raise(uncaptured, late, "confirmed orders wait for their capture for too long"))
                                .compose(late -> payments.failing(client, FAILING_TRIES)))
                .onSuccess(many -> raise(failing, many, "payments and refunds fail again and again"))
                .mapEmpty();
    }

    /** Another node looks. */
    void idle() {
        uncaptured.set(0);
        failing.set(0);
    }

    private static void raise(AtomicLong gauge, long found, String words) {
        gauge.set(found);
        if (found > 0) {
            log.error("{} {}", found, words);
        }
    }
}
