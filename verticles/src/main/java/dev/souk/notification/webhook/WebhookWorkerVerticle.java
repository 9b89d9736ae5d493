package dev.souk.notification.webhook;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.lease.LeasedRounds;
import dev.souk.notification.webhook.http.Names;
import dev.souk.notification.webhook.http.SystemNames;
import dev.souk.notification.webhook.http.WebhookClient;
import dev.souk.notification.webhook.message.WebhookEndpoints;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Sends webhooks, on the one node that holds the lease. A node that stops lets its attempts end, within 3 s. */
final class WebhookWorkerVerticle extends VerticleBase {
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final Settings.Webhooks settings;
    private final Messaging messaging;
    private final Bus bus;
    private final WebhookMetrics metrics;
    private final InstantSource clock;
    private final @Nullable Names names;
    private final @Nullable TrustOptions trust;
    private SystemNames systemNames;
    private WebhookClient client;
    private Dispatcher dispatcher;
    private LeasedRounds rounds;

    /**
     * @param names absent: as the machine knows them
     * @param trust absent: the authorities of the platform
     */
    @SuppressWarnings("NullAway.Init") // what belongs to the context is made in start
    WebhookWorkerVerticle(
            Settings.Webhooks settings,
            Messaging messaging,
            Bus bus,
            MeterRegistry metrics,
            InstantSource clock,
            @Nullable Names names,
            @Nullable TrustOptions trust) {
        this.settings = settings;
        this.messaging = messaging;
        this.bus = bus;
        this.metrics = new WebhookMetrics(metrics);
        this.clock = clock;
        this.names = names;
        this.trust = trust;
    }

    @Override
    public Future<?> start() {
        systemNames = new SystemNames(vertx, settings.maxEndpoints());
        client = new WebhookClient(vertx, settings, names == null ? systemNames : names, trust);
        ResultWriter results = new ResultWriter(
                messaging.transactions(), settings.disableAfter(), metrics, WebhookWorkerVerticle::chance);
        dispatcher = new Dispatcher(
                vertx,
                messaging.transactions(),
                settings,
                new WebhookBodies(bus),
                client,
                results,
                metrics,
                clock,
                () -> rounds.wake());
        rounds = messaging.rounds("webhooks", settings.sweepEvery(), dispatcher::round, this::idle);
        return Future.all(rounds.start(), bus.listen(WebhookEndpoints.DUE, due -> rounds.wake()));
    }

    private static double chance() {
        return ThreadLocalRandom.current().nextDouble();
    }

    private void idle() {
        metrics.breakers(Map.of());
    }

    @Override
    public Future<?> stop() {
        return rounds.stop().compose(stopped -> dispatcher.drained(DRAIN)).onComplete(done -> {
            client.close();
            systemNames.close();
        });
    }
}
