package dev.souk.payment;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.function.Supplier;

/** The verticles of a node with the role {@code payment}, one instance of each. */
public final class PaymentVerticles {
    private PaymentVerticles() {}

    /** @return in the order in which they are to be deployed; stop them in reverse */
    public static List<Supplier<VerticleBase>> of(
            Settings settings, Messaging messaging, Bus bus, MeterRegistry metrics) {
        Settings.Payment payment = settings.payment();
        Handover handover = new Handover();
        OrderEventHandler orders = new OrderEventHandler(new PaymentRepository(), handover, payment.lease());
        return List.of(
                () -> new PaymentWorkerVerticle(payment, messaging, bus, metrics, handover),
                () -> new PaymentEventsVerticle(messaging, orders));
    }
}
