package dev.souk.notification.webhook;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.notification.webhook.domain.SigningSecret;
import dev.souk.notification.webhook.http.Names;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.TrustOptions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The verticles that send webhooks, one instance of each on a node with the role {@code notification}. */
public final class WebhookVerticles {
    private static final SecureRandom RANDOM = new SecureRandom();

    private WebhookVerticles() {}

    /** @return in no order of start */
    public static List<Supplier<VerticleBase>> of(
            Settings.Webhooks settings, Messaging messaging, Bus bus, MeterRegistry metrics) {
        return of(settings, messaging, bus, metrics, null, null);
    }

    /** As {@link #of(Settings.Webhooks, Messaging, Bus, MeterRegistry)}, with names and authorities of a test's own. */
    static List<Supplier<VerticleBase>> of(
            Settings.Webhooks settings,
            Messaging messaging,
            Bus bus,
            MeterRegistry metrics,
            @Nullable Names names,
            @Nullable TrustOptions trust) {
        InstantSource clock = InstantSource.system();
        WebhookDesk desk =
                new WebhookDesk(messaging.transactions(), settings, UUID::randomUUID, WebhookVerticles::randomKey);
        DeliveryLog log = new DeliveryLog(messaging.transactions(), bus, clock, UUID::randomUUID);
        return List.of(
                () -> new WebhookDeskVerticle(bus, desk),
                () -> new DeliveryLogVerticle(bus, log),
                () -> new WebhookEventsVerticle(messaging, bus),
                () -> new WebhookWorkerVerticle(settings, messaging, bus, metrics, clock, names, trust),
                () -> new WebhookUpkeepVerticle(messaging, settings, metrics));
    }

    private static byte[] randomKey() {
        byte[] key = new byte[SigningSecret.BYTES];
        RANDOM.nextBytes(key);
        return key;
    }
}
