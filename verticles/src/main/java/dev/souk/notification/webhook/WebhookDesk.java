package dev.souk.notification.webhook;

import dev.souk.notification.webhook.domain.EndpointUrl;
import dev.souk.notification.webhook.domain.EventNames;
import dev.souk.notification.webhook.domain.SigningSecret;
import dev.souk.notification.webhook.message.WebhookCursor;
import dev.souk.notification.webhook.message.WebhookEndpoints.CreateOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.CreateWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Created;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeleteOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeleteWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Deleted;
import dev.souk.notification.webhook.message.WebhookEndpoints.GetWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.ListWebhooks;
import dev.souk.notification.webhook.message.WebhookEndpoints.NoSuchWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.ReplaceOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.ReplaceWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.RotateOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.RotateSecret;
import dev.souk.notification.webhook.message.WebhookEndpoints.TooManyWebhooks;
import dev.souk.notification.webhook.message.WebhookEndpoints.UnknownEvents;
import dev.souk.notification.webhook.message.WebhookEndpoints.UrlRefused;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookAnswer;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookContent;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookFound;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookPage;
import dev.souk.notification.webhook.message.WebhookView;
import dev.souk.notification.webhook.store.EndpointRepository;
import dev.souk.notification.webhook.store.SecretRepository;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sets up endpoints: each change is one transaction, and its refusals are decided before it. */
final class WebhookDesk {
    /** A secret that was replaced signs beside the new one for so long. */
    static final Duration OLD_SECRET_FOR = Duration.ofHours(24);

    private final TransactionRunner transactions;
    private final Settings.Webhooks settings;
    private final Supplier<UUID> ids;
    private final Supplier<byte[]> randomKeys;
    private final EndpointRepository endpoints = new EndpointRepository();
    private final SecretRepository secrets = new SecretRepository();

    /**
     * @param ids random ones
     * @param randomKeys {@link SigningSecret#BYTES} random bytes each time
     */
    WebhookDesk(
            TransactionRunner transactions,
            Settings.Webhooks settings,
            Supplier<UUID> ids,
            Supplier<byte[]> randomKeys) {
        this.transactions = transactions;
        this.settings = settings;
        this.ids = ids;
        this.randomKeys = randomKeys;
    }

    private @Nullable UrlRefused refused(WebhookContent content) {
        try {
            EndpointUrl.parse(content.url(), settings.allowPrivate());
            return null;
        } catch (IllegalArgumentException e) {
            return new UrlRefused(String.valueOf(e.getMessage()));
        }
    }

    private static List<Integer> unknown(WebhookContent content) {
        List<String> events = content.events();
        return IntStream.range(0, events.size())
                .filter(i -> !EventNames.isKnown(events.get(i)))
                .boxed()
                .toList();
    }

    private static WebhookContent tidy(WebhookContent content) {
        return new WebhookContent(content.url(), EventNames.distinct(content.events()), content.description());
    }

    Future<CreateOutcome> create(CreateWebhook command) {
        List<Integer> unknown = unknown(command.content());
        UrlRefused refused = refused(command.content());
        if (!unknown.isEmpty()) {
            return Future.succeededFuture(new UnknownEvents(unknown));
        }
        if (refused != null) {
            return Future.succeededFuture(refused);
        }
        UUID id = ids.get();
        UUID secretId = ids.get();
        SigningSecret secret = SigningSecret.of(randomKeys.get());
        return transactions.run(
                "webhook-create",
                tx -> endpoints
                        .insert(tx, id, tidy(command.content()), settings.maxEndpoints())
                        .compose(made -> made == null
                                ? Future.succeededFuture(new TooManyWebhooks(settings.maxEndpoints()))
                                : secrets.rotate(tx, id, secretId, secret, OLD_SECRET_FOR)
                                        .map(done -> new Created(made, secret.text()))));
    }

    Future<WebhookAnswer> get(GetWebhook question) {
        return transactions
                .read("webhook-get", client -> endpoints.byId(client, question.id()))
                .map(found -> found == null ? new NoSuchWebhook() : new WebhookFound(found));
    }

    Future<WebhookPage> list(ListWebhooks question) {
        WebhookCursor after = WebhookCursor.parse(question.cursor(), WebhookCursor.FROM_OLDEST);
        int limit = question.limit();
        // One more than asked for tells whether there is a next page.
        return transactions
                .read("webhook-list", client -> endpoints.list(client, after, limit + 1))
                .map(found -> found.size() <= limit
                        ? new WebhookPage(found, null)
                        : new WebhookPage(
                                found.subList(0, limit),
                                placeOf(found.get(limit - 1)).text()));
    }

    private static WebhookCursor placeOf(WebhookView webhook) {
        return new WebhookCursor(webhook.createdAt(), webhook.id());
    }

    Future<ReplaceOutcome> replace(ReplaceWebhook command) {
        List<Integer> unknown = unknown(command.content());
        UrlRefused refused = refused(command.content());
        if (!unknown.isEmpty()) {
            return Future.succeededFuture(new UnknownEvents(unknown));
        }
        if (refused != null) {
            return Future.succeededFuture(refused);
        }
        return transactions
                .run("webhook-replace", tx -> endpoints.replace(tx, command.id(), tidy(command.content())))
                .map(now -> now == null ? new NoSuchWebhook() : new WebhookFound(now));
    }

    Future<DeleteOutcome> delete(DeleteWebhook command) {
        return transactions
                .run(
                        "webhook-delete",
                        tx -> endpoints
                                .delete(tx, command.id())
                                .compose(deleted ->
                                        secrets.forget(tx, command.id()).map(deleted)))
                .map(deleted -> deleted ? new Deleted() : new NoSuchWebhook());
    }

    Future<RotateOutcome> rotate(RotateSecret command) {
        UUID secretId = ids.get();
        SigningSecret secret = SigningSecret.of(randomKeys.get());
        return transactions.run("webhook-rotate", tx -> rotate(tx, command.id(), secretId, secret));
    }

    private Future<RotateOutcome> rotate(SqlClient tx, UUID id, UUID secretId, SigningSecret secret) {
        return endpoints
                .touch(tx, id)
                .compose(found -> found == null
                        ? Future.succeededFuture(new NoSuchWebhook())
                        : secrets.rotate(tx, id, secretId, secret, OLD_SECRET_FOR)
                                .map(done -> new Created(found, secret.text())));
    }
}
