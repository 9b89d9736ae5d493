package dev.souk.payment.sandbox;

import dev.souk.payment.provider.WebhookSignature;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends webhooks, signed, until each arrived as often as it should or was tried too often. Webhooks that the process
 * did not send before it died, or had no room for, are swept. For one context.
 */
final class WebhookSender {
    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final int CONNECTIONS = 16;
    /** Under way at once, those that wait for a connection included; further ones stay where they are written down. */
    static final int MOST_UNDER_WAY = 64;

    private static final int MOST_TRIES = 12;
    private static final long BACKOFF_MILLIS = 500;
    private static final int MOST_DOUBLINGS = 7;

    private final WebClient client;
    private final TransactionRunner transactions;
    private final WebhookRepository webhooks;
    private final String url;
    private final String secret;
    private final InstantSource clock;
    private final Set<UUID> sending = new HashSet<>();

    /** @param secret to sign with, not empty */
    WebhookSender(
            Vertx vertx,
            TransactionRunner transactions,
            WebhookRepository webhooks,
            String url,
            String secret,
            InstantSource clock) {
        this.client = WebClient.create(
                vertx,
                new WebClientOptions().setConnectTimeout((int) TIMEOUT_MILLIS).setName("sandbox-webhooks"),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(MOST_UNDER_WAY));
        this.transactions = transactions;
        this.webhooks = webhooks;
        this.url = url;
        this.secret = secret;
        this.clock = clock;
    }

    void close() {
        client.close();
    }

    /** Sends what is due, as far as there is room. */
    Future<Void> sweep() {
        int room = MOST_UNDER_WAY - sending.size();
        if (room == 0) {
            return Future.succeededFuture();
        }
        return transactions
                .read("webhooks-due", client -> webhooks.due(client, room))
                .compose(due -> Future.join(due.stream().map(this::send).toList()))
                .mapEmpty();
    }

    /**
     * Sends what is written down; at once, or when it is swept if there is no room.
     *
     * @return done when it arrived as often as it should, or was put off; never fails for the receiver's sake
     */
    Future<Void> send(Webhook webhook) {
        if (sending.size() >= MOST_UNDER_WAY || !sending.add(webhook.id())) {
            return Future.succeededFuture();
        }
        return deliver(webhook).onComplete(done -> sending.remove(webhook.id()));
    }

    private Future<Void> deliver(Webhook webhook) {
        return post(webhook).transform(sent -> {
            if (sent.failed()) {
                return putOff(webhook, sent.cause());
            }
            return webhook.deliveries() > 1
                    ? write(client -> webhooks.delivered(client, webhook.id()))
                            .compose(done -> deliver(oneLess(webhook)))
                    : write(client -> webhooks.delete(client, webhook.id()));
        });
    }

    private static Webhook oneLess(Webhook webhook) {
        return new Webhook(webhook.id(), webhook.body(), webhook.deliveries() - 1, 0);
    }

    private Future<?> post(Webhook webhook) {
        return client.postAbs(url)
                .timeout(TIMEOUT_MILLIS)
                .putHeader("Content-Type", "application/json")
                .putHeader(WebhookSignature.HEADER, WebhookSignature.sign(secret, clock.instant(), webhook.body()))
                .sendBuffer(Buffer.buffer(webhook.body()))
                .expecting(HttpResponseExpectation.SC_SUCCESS);
    }

    private Future<Void> putOff(Webhook webhook, Throwable reason) {
        if (webhook.tries() + 1 >= MOST_TRIES) {
            log.warn("webhook {} was not taken and is given up: {}", webhook.id(), reason.getMessage());
            return write(client -> webhooks.delete(client, webhook.id()));
        }
        log.debug("webhook {} was not taken: {}", webhook.id(), reason.getMessage());
        long wait = BACKOFF_MILLIS << Math.min(webhook.tries(), MOST_DOUBLINGS);
        return write(client -> webhooks.postpone(client, webhook.id(), Duration.ofMillis(wait)));
    }

    /** One row by its key: nothing that serializability could add to. */
    private Future<Void> write(Function<SqlClient, Future<Void>> statement) {
        return transactions.guardedOnce("webhook", statement);
    }
}
