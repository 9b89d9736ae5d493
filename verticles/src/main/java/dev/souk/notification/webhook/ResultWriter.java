package dev.souk.notification.webhook;

import dev.souk.notification.webhook.domain.AttemptResult;
import dev.souk.notification.webhook.domain.DeliveryMachine;
import dev.souk.notification.webhook.domain.EndpointMachine;
import dev.souk.notification.webhook.domain.EndpointMachine.Health;
import dev.souk.notification.webhook.message.DeliveryStatus;
import dev.souk.notification.webhook.message.DisabledReason;
import dev.souk.notification.webhook.store.Claimed;
import dev.souk.notification.webhook.store.DeliveryRepository;
import dev.souk.notification.webhook.store.DeliveryRepository.Finished;
import dev.souk.notification.webhook.store.HealthRepository;
import dev.souk.notification.webhook.store.HealthRepository.Locked;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down the results of attempts, one transaction at a time: results that come meanwhile go into the next one.
 * There are never more results here than attempts may be under way. Where one cannot be written, the claims of its
 * deliveries run out, and they are tried again under the same {@code webhook-id}. For one context.
 */
final class ResultWriter {
    private static final Logger log = LoggerFactory.getLogger(ResultWriter.class);

    private final TransactionRunner transactions;
    private final Duration disableAfter;
    private final WebhookMetrics metrics;
    private final DoubleSupplier chance;
    private final DeliveryRepository deliveries = new DeliveryRepository();
    private final HealthRepository healths = new HealthRepository();
    private List<Finished> waiting = new ArrayList<>();
    private Future<?> writing = Future.succeededFuture();

    /** The changes that one transaction wrote down. */
    private record Written(List<Finished> finished, Map<UUID, DisabledReason> disabled) {}

    /** @param chance random, 0 inclusive to 1 exclusive */
    ResultWriter(TransactionRunner transactions, Duration disableAfter, WebhookMetrics metrics, DoubleSupplier chance) {
        this.transactions = transactions;
        this.disableAfter = disableAfter;
        this.metrics = metrics;
        this.chance = chance;
    }

    /** @param version of the endpoint when the attempt began */
    void add(Claimed delivery, Instant version, AttemptResult result) {
        waiting.add(new Finished(
                delivery, version, result, DeliveryMachine.after(delivery.tries() + 1, result, chance.getAsDouble())));
        write();
    }

    /** @return done when everything that was added is written, or given up */
    Future<Void> drained() {
        return writing.otherwiseEmpty()
                .compose(done -> waiting.isEmpty() && writing.isComplete() ? Future.succeededFuture() : drained());
    }

    private void write() {
        if (!writing.isComplete() || waiting.isEmpty()) {
            return;
        }
        List<Finished> batch = List.copyOf(waiting);
        waiting = new ArrayList<>();
        writing = transactions
                .guarded("webhook-results", tx -> write(tx, batch))
                .onSuccess(this::written)
                .onFailure(failure -> log.atWarn()
                        .addKeyValue("deliveries", batch.size())
                        .log("the results of attempts were not written, they are made again: {}", failure.getMessage()))
                .onComplete(done -> write());
    }

    /**
     * The rows of the endpoints are locked first: no other node decides about them meanwhile. An attempt that began
     * before its endpoint was replaced says nothing of the new one.
     */
    private Future<Written> write(SqlClient tx, List<Finished> batch) {
        Map<UUID, List<Finished>> byEndpoint = batch.stream()
                .collect(Collectors.groupingBy(each -> each.delivery().endpoint()));
        return healths.lock(tx, byEndpoint.keySet()).compose(locked -> {
            List<Finished> judged =
                    batch.stream().map(each -> judged(each, locked)).toList();
            Map<UUID, Health> changed = new HashMap<>();
            Map<UUID, DisabledReason> disabled = new HashMap<>();
            locked.forEach((endpoint, before) -> {
                Health after = after(before, byEndpoint.getOrDefault(endpoint, List.of()));
                if (!after.equals(before.health())) {
                    changed.put(endpoint, after);
                }
                if (before.health().disabled() == null && after.disabled() != null) {
                    disabled.put(endpoint, after.disabled());
                }
            });
            return deliveries
                    .finish(tx, judged)
                    .compose(done -> healths.write(tx, changed))
                    .map(new Written(judged, disabled));
        });
    }

    private static Finished judged(Finished each, Map<UUID, Locked> locked) {
        Locked endpoint = locked.get(each.delivery().endpoint());
        return endpoint == null || endpoint.version().equals(each.version())
                ? each
                : new Finished(
                        each.delivery(), each.version(), each.result(), DeliveryMachine.afterReplaced(each.result()));
    }

    private Health after(Locked before, List<Finished> results) {
        Health health = before.health();
        for (Finished each : results) {
            if (!each.version().equals(before.version())) {
                continue;
            }
            health = EndpointMachine.after(health, each.result(), before.now(), disableAfter);
        }
        return health;
    }

    private void written(Written written) {
        for (DeliveryStatus status : List.of(DeliveryStatus.DELIVERED, DeliveryStatus.FAILED)) {
            metrics.finished(status, (int) written.finished().stream()
                    .filter(each -> each.step().status() == status)
                    .count());
        }
        written.disabled().forEach((endpoint, reason) -> {
            metrics.disabled(reason);
            log.atWarn()
                    .addKeyValue("webhook", endpoint)
                    .addKeyValue("reason", reason)
                    .log("an endpoint of webhooks is disabled: nothing is sent to it until it is set up anew");
        });
    }
}
