package dev.souk.payment;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** The verticles of a node with the role {@code payment}, one instance of each. */
public final class PaymentVerticles {
    /** A payment that did not change for so long has no answer, webhook or event on its way. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private PaymentVerticles() {}

    /** @return in the order in which they are to be deployed; stop them in reverse */
    public static List<Supplier<VerticleBase>> of(
            Settings settings, Messaging messaging, Bus bus, MeterRegistry metrics) {
        Settings.Payment payment = settings.payment();
        TransactionRunner transactions = messaging.transactions();
        PaymentRepository payments = new PaymentRepository(messaging.node());
        Handover<Payment> paymentWork = new Handover<>();
        Handover<Refund> refundWork = new Handover<>();
        InstantSource clock = InstantSource.system();
        RefundSettlement refunds =
                new RefundSettlement(messaging.facts(), new RefundRepository(), clock, PaymentVerticles::chance);
        Settlement settlement = new Settlement(messaging.facts(), transactions, payments, refunds, clock);
        OrderEventHandler orders = new OrderEventHandler(payments, paymentWork, payment.lease());
        return List.of(
                () -> new PaymentWorkerVerticle(payment, messaging, bus, metrics, paymentWork, refundWork),
                () -> new PaymentEventsVerticle(messaging, orders),
                () -> new RefundsVerticle(bus, transactions, refundWork),
                () -> new WebhookVerticle(bus, payment.webhookSecret(), settlement, paymentWork, metrics, clock),
                () -> new ReconciliationVerticle(payment, messaging, settlement, metrics, clock, QUIET),
                () -> new ReviewVerticle(bus, transactions, paymentWork));
    }

    /** What answers the audit's repair, alone: what it makes due is done by the workers of the shop's nodes. */
    public static VerticleBase review(Messaging messaging, Bus bus) {
        return new ReviewVerticle(bus, messaging.transactions(), new Handover<>());
    }

    private static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
