package dev.souk.notification.webhook;

import dev.souk.notification.webhook.domain.EventNames;
import dev.souk.notification.webhook.message.WebhookView;
import dev.souk.notification.webhook.store.EndpointRepository;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether any endpoint wants an event, so that unwanted events cost no transaction. The wanted events are read anew now
 * and then, and count as unknown after {@link #KNOWN_FOR}: then every event is wanted. An endpoint that was stored so
 * long ago is known on every node, and its operator hears of it no earlier; so no event after that is passed over.
 *
 * <p>{@link #wants} is safe to call from every thread.
 */
final class KnownEvents {
    static final Duration KNOWN_FOR = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(KnownEvents.class);
    private static final long READ_EVERY_MILLIS = 250;

    private final Vertx vertx;
    private final TransactionRunner transactions;
    private final EndpointRepository endpoints = new EndpointRepository();
    private volatile @Nullable Known known;
    private Future<?> reading = Future.succeededFuture();
    private long timer = -1;

    private record Known(Set<String> names, long readAtNanos) {}

    KnownEvents(Vertx vertx, TransactionRunner transactions) {
        this.vertx = vertx;
        this.transactions = transactions;
    }

    void start() {
        timer = vertx.setPeriodic(READ_EVERY_MILLIS, tick -> read());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void read() {
        if (!reading.isComplete()) {
            return;
        }
        long began = System.nanoTime();
        reading = transactions
                .read("webhook-known", endpoints::active)
                .onSuccess(active -> {
                    Set<String> names = new HashSet<>();
                    active.stream().map(WebhookView::events).forEach(names::addAll);
                    known = new Known(Set.copyOf(names), began);
                })
                .onFailure(failure -> log.debug("what webhooks want was not read", failure));
    }

    boolean wants(String type) {
        Known last = known;
        return last == null
                || System.nanoTime() - last.readAtNanos >= TimeUnit.SECONDS.toNanos(KNOWN_FOR.toSeconds())
                || EventNames.wants(last.names, type);
    }
}
