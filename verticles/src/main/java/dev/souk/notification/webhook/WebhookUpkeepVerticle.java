package dev.souk.notification.webhook;

import dev.souk.messaging.Messaging;
import dev.souk.messaging.lease.LeasedRounds;
import dev.souk.notification.webhook.store.DeliveryLogRepository;
import dev.souk.notification.webhook.store.DeliveryRepository;
import dev.souk.notification.webhook.store.HealthRepository;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Looks after deliveries, on one node at a time: gives up those of endpoints that are disabled, forgets old ones and
 * those of deleted endpoints, a page at a time, and measures how late the others are. One that fails does not keep the
 * others from being done: all are tried again in the next round.
 */
final class WebhookUpkeepVerticle extends VerticleBase {
    /** Rows that one statement gives up or deletes. */
    static final int PAGE = 500;

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Messaging messaging;
    private final Settings.Webhooks settings;
    private final UpkeepMetrics metrics;
    private final DeliveryLogRepository log = new DeliveryLogRepository();
    private final DeliveryRepository deliveries = new DeliveryRepository();
    private final HealthRepository healths = new HealthRepository();
    private LeasedRounds rounds;

    @SuppressWarnings("NullAway.Init") // the rounds belong to the context, in start
    WebhookUpkeepVerticle(Messaging messaging, Settings.Webhooks settings, MeterRegistry metrics) {
        this.messaging = messaging;
        this.settings = settings;
        this.metrics = new UpkeepMetrics(metrics);
    }

    @Override
    public Future<?> start() {
        rounds = messaging.rounds("webhook-upkeep", EVERY, this::round, metrics::forget);
        return rounds.start();
    }

    @Override
    public Future<?> stop() {
        return rounds.stop().onComplete(stopped -> metrics.forget());
    }

    /** @return true: there is more to do, at once */
    Future<Boolean> round() {
        Future<Boolean> givenUp = giveUp();
        Future<Boolean> forgotten = forget();
        return Future.join(givenUp, forgotten, measure()).map(done -> givenUp.result() || forgotten.result());
    }

    private TransactionRunner transactions() {
        return messaging.transactions();
    }

    private Future<Boolean> giveUp() {
        return transactions()
                .guarded("webhook-give-up", tx -> log.giveUp(tx, PAGE))
                .onSuccess(metrics::gaveUp)
                .map(rows -> rows == PAGE);
    }

    private Future<Boolean> forget() {
        return transactions()
                .read("webhook-endpoints", log::endpoints)
                .compose(all -> eachInTurn(all, false, this::forget))
                .compose(more -> transactions()
                        .guarded("webhook-forget-endpoints", log::forgetEndpoints)
                        .map(more));
    }

    private Future<Boolean> forget(UUID endpoint) {
        return transactions()
                .guarded("webhook-forget", tx -> log.forget(tx, endpoint, settings.keep(), PAGE))
                .onSuccess(metrics::forgot)
                .map(rows -> rows == PAGE);
    }

    private static Future<Boolean> eachInTurn(
            List<UUID> endpoints, boolean more, Function<UUID, Future<Boolean>> work) {
        return endpoints.isEmpty()
                ? Future.succeededFuture(more)
                : work.apply(endpoints.getFirst())
                        .compose(rest -> eachInTurn(endpoints.subList(1, endpoints.size()), more || rest, work));
    }

    private Future<Void> measure() {
        return transactions()
                .read(
                        "webhook-measure",
                        client -> deliveries
                                .oldestDue(client)
                                .onSuccess(metrics::due)
                                .compose(due -> healths.count(client))
                                .onSuccess(metrics::endpoints)
                                .compose(counts -> log.oldest(client))
                                .onSuccess(oldest -> metrics.overdue(oldest.minus(settings.keep()))))
                .mapEmpty();
    }
}
