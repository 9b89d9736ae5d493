package dev.souk.notification.webhook;

import dev.souk.notification.webhook.domain.AttemptResult;
import dev.souk.notification.webhook.domain.Breaker;
import dev.souk.notification.webhook.domain.EndpointUrl;
import dev.souk.notification.webhook.domain.SigningSecret;
import dev.souk.notification.webhook.http.Post;
import dev.souk.notification.webhook.http.WebhookClient;
import dev.souk.notification.webhook.message.WebhookView;
import dev.souk.notification.webhook.store.Claimed;
import dev.souk.notification.webhook.store.DeliveryRepository;
import dev.souk.notification.webhook.store.DeliveryRepository.Due;
import dev.souk.notification.webhook.store.EndpointRepository;
import dev.souk.notification.webhook.store.SecretRepository;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends due deliveries. A round finds, for each endpoint that has room, its longest due deliveries, claims them and
 * begins their attempts; it does not wait for these.
 *
 * <pre>
 *  round: due of endpoint 1 ──claim──> lane 1 (bounded, breaker) ──> body ──> POST ──┐
 *         due of endpoint 2 ──claim──> lane 2 (bounded, breaker) ──> body ──> POST ──┼──> ResultWriter
 *                                                                                    ┘
 * </pre>
 *
 * <p>A claim outlives its attempt by some seconds. Attempts that a node had begun when it died are begun again by the
 * next node that claims them. For one context.
 */
final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    /** Until a delivery is tried again of which nothing could be sent. */
    private static final Duration PUT_OFF = Duration.ofSeconds(5);
    /** An attempt's time-out begins when its order was read. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final TransactionRunner transactions;
    private final Settings.Webhooks settings;
    private final WebhookBodies bodies;
    private final WebhookClient client;
    private final ResultWriter results;
    private final WebhookMetrics metrics;
    private final InstantSource clock;
    private final Runnable wake;
    private final Lanes lanes;
    private final EndpointRepository endpoints = new EndpointRepository();
    private final SecretRepository secrets = new SecretRepository();
    private final DeliveryRepository deliveries = new DeliveryRepository();
    private int underWay;

    /** The due deliveries, and the state that is needed to send them. */
    private record Seen(
            Map<UUID, WebhookView> active,
            Map<UUID, Integer> room,
            List<Due> due,
            Map<UUID, List<SigningSecret>> secrets) {
        static final Seen NOTHING = new Seen(Map.of(), Map.of(), List.of(), Map.of());
    }

    /** @param wake asks for a round now */
    Dispatcher(
            Vertx vertx,
            TransactionRunner transactions,
            Settings.Webhooks settings,
            WebhookBodies bodies,
            WebhookClient client,
            ResultWriter results,
            WebhookMetrics metrics,
            InstantSource clock,
            Runnable wake) {
        this.vertx = vertx;
        this.transactions = transactions;
        this.settings = settings;
        this.bodies = bodies;
        this.client = client;
        this.results = results;
        this.metrics = metrics;
        this.clock = clock;
        this.wake = wake;
        this.lanes = new Lanes(settings.perEndpoint());
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** @return done when the attempts have begun; false: the next round may wait */
    Future<Boolean> round() {
        return transactions.read("webhook-due", this::look).compose(this::claim).map(begun -> false);
    }

    private Future<Seen> look(SqlClient sql) {
        return endpoints.active(sql).compose(found -> {
            Map<UUID, WebhookView> active =
                    found.stream().collect(Collectors.toMap(WebhookView::id, Function.identity()));
            lanes.keep(active.keySet());
            Map<UUID, Integer> room = lanes.room(found, now());
            metrics.breakers(lanes.states(now()));
            return room.isEmpty() ? Future.succeededFuture(Seen.NOTHING) : look(sql, active, room);
        });
    }

    private Future<Seen> look(SqlClient sql, Map<UUID, WebhookView> active, Map<UUID, Integer> room) {
        return deliveries.due(sql, room.keySet(), settings.perEndpoint()).compose(due -> {
            Set<UUID> to = due.stream().map(Due::endpoint).collect(Collectors.toSet());
            return to.isEmpty()
                    ? Future.succeededFuture(new Seen(active, room, due, Map.of()))
                    : secrets.valid(sql, to).map(valid -> new Seen(active, room, due, valid));
        });
    }

    private Future<Void> claim(Seen seen) {
        List<UUID> ids = new ArrayList<>();
        Map<UUID, Integer> left = new HashMap<>(seen.room());
        Map<UUID, Integer> found = new HashMap<>();
        for (Due due : seen.due()) {
            found.merge(due.endpoint(), 1, Integer::sum);
            if (left.merge(due.endpoint(), -1, Integer::sum) >= 0) {
                ids.add(due.id());
            }
        }
        seen.room().forEach((endpoint, room) -> {
            int due = found.getOrDefault(endpoint, 0);
            lanes.of(endpoint).setBacklog(due > room || due == settings.perEndpoint());
        });
        if (ids.isEmpty()) {
            return Future.succeededFuture();
        }
        List<UUID> claims = ids.stream().map(id -> UUID.randomUUID()).toList();
        Duration lease = settings.timeout().plus(GRACE);
        return transactions
                .guarded("webhook-claim", tx -> deliveries.claim(tx, ids, claims, lease))
                .onSuccess(claimed -> claimed.forEach(delivery -> begin(delivery, seen)))
                .mapEmpty();
    }

    private void begin(Claimed delivery, Seen seen) {
        WebhookView webhook = seen.active().get(delivery.endpoint());
        List<SigningSecret> signing = seen.secrets().getOrDefault(delivery.endpoint(), List.of());
        if (webhook == null || signing.isEmpty()) {
            // Deleted between two reads: its claim runs out, and no round looks for it any more.
            return;
        }
        Lane lane = lanes.of(delivery.endpoint());
        Breaker breaker = lane.begin();
        metrics.began();
        underWay++;
        long began = System.nanoTime();
        bodies.of(delivery)
                .compose(body -> body.isPresent()
                        ? post(delivery, webhook, signing, body.get())
                        : Future.succeededFuture(AttemptResult.without(AttemptResult.Kind.NO_ORDER)))
                .onSuccess(result -> {
                    lane.end(breaker, result, now());
                    metrics.attempted(result, System.nanoTime() - began);
                    results.add(delivery, webhook.updatedAt(), result);
                })
                .onFailure(failure -> {
                    lane.giveBack();
                    putOff(delivery, failure);
                })
                .onComplete(over -> {
                    metrics.ended();
                    underWay--;
                    if (lane.wantsMore(now())) {
                        wake.run();
                    }
                });
    }

    private Future<AttemptResult> post(
            Claimed delivery, WebhookView webhook, List<SigningSecret> signing, Buffer body) {
        String id = delivery.eventId().toString();
        long timestamp = clock.instant().getEpochSecond();
        EndpointUrl url;
        try {
            url = EndpointUrl.parse(webhook.url(), settings.allowPrivate());
        } catch (IllegalArgumentException refusedByNow) {
            // The settings allowed it when it was set up.
            return Future.succeededFuture(AttemptResult.without(AttemptResult.Kind.BLOCKED));
        }
        String signatures = SigningSecret.signatures(signing, id, timestamp, body.getBytes());
        return client.post(new Post(url, id, timestamp, signatures, body, delivery.tries()));
    }

    /** The order was not read, or no name looked up: not the endpoint's fault, so it does not count as an attempt. */
    private void putOff(Claimed delivery, Throwable failure) {
        log.atWarn()
                .addKeyValue("delivery", delivery.id())
                .log("a webhook is put off, nothing was sent: {}", String.valueOf(failure.getMessage()));
        transactions
                .guarded("webhook-put-off", tx -> deliveries.putBack(tx, List.of(delivery), PUT_OFF))
                .onFailure(unwritten -> log.debug("a claim was not given back, it runs out", unwritten));
    }

    /** @return done when the attempts under way have ended, or after {@code within} */
    Future<Void> drained(Duration within) {
        return drainedBy(now() + within.toMillis()).compose(done -> results.drained());
    }

    private Future<Void> drainedBy(long deadline) {
        return underWay == 0 || now() > deadline
                ? Future.succeededFuture()
                : vertx.timer(20).compose(waited -> drainedBy(deadline));
    }
}
