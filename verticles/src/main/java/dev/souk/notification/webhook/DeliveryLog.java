package dev.souk.notification.webhook;

import dev.souk.bus.Bus;
import dev.souk.notification.webhook.domain.EventNames;
import dev.souk.notification.webhook.message.DeliveryView;
import dev.souk.notification.webhook.message.WebhookCursor;
import dev.souk.notification.webhook.message.WebhookEndpoints;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveriesAnswer;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveriesDue;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveryPage;
import dev.souk.notification.webhook.message.WebhookEndpoints.ListDeliveries;
import dev.souk.notification.webhook.message.WebhookEndpoints.NoSuchDelivery;
import dev.souk.notification.webhook.message.WebhookEndpoints.NoSuchWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Redeliver;
import dev.souk.notification.webhook.message.WebhookEndpoints.SendOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.SendTest;
import dev.souk.notification.webhook.message.WebhookEndpoints.Sending;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookDisabled;
import dev.souk.notification.webhook.message.WebhookView;
import dev.souk.notification.webhook.store.DeliveryLogRepository;
import dev.souk.notification.webhook.store.DeliveryRepository;
import dev.souk.notification.webhook.store.EndpointRepository;
import dev.souk.notification.webhook.store.NewDelivery;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The deliveries to an endpoint, and those that an operator asks for: a test, or a delivery once more. */
final class DeliveryLog {
    private final TransactionRunner transactions;
    private final Bus bus;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final EndpointRepository endpoints = new EndpointRepository();
    private final DeliveryRepository deliveries = new DeliveryRepository();
    private final DeliveryLogRepository log = new DeliveryLogRepository();

    /** @param ids random ones, for tests */
    DeliveryLog(TransactionRunner transactions, Bus bus, InstantSource clock, Supplier<UUID> ids) {
        this.transactions = transactions;
        this.bus = bus;
        this.clock = clock;
        this.ids = ids;
    }

    Future<DeliveriesAnswer> list(ListDeliveries question) {
        WebhookCursor after = WebhookCursor.parse(question.cursor(), WebhookCursor.FROM_NEWEST);
        return transactions.read(
                "webhook-deliveries",
                client -> endpoints
                        .byId(client, question.webhook())
                        .compose(webhook -> webhook == null
                                ? Future.succeededFuture(new NoSuchWebhook())
                                : page(client, question, after)));
    }

    /** One more than asked for tells whether there is a next page. */
    private Future<DeliveriesAnswer> page(SqlClient client, ListDeliveries question, WebhookCursor after) {
        int limit = question.limit();
        return log.page(client, question.webhook(), after, limit + 1)
                .map(found -> found.size() <= limit
                        ? new DeliveryPage(found, null)
                        : new DeliveryPage(
                                found.subList(0, limit),
                                placeOf(found.get(limit - 1)).text()));
    }

    private static WebhookCursor placeOf(DeliveryView delivery) {
        return new WebhookCursor(delivery.createdAt(), delivery.id());
    }

    Future<SendOutcome> test(SendTest command) {
        NewDelivery test = new NewDelivery(command.id(), ids.get(), EventNames.TEST, null, 0, clock.instant());
        return told(transactions.run(
                "webhook-test",
                tx -> endpoints.byId(tx, command.id()).compose(webhook -> {
                    SendOutcome refusal = refusal(webhook);
                    return refusal == null
                            ? deliveries.insert(tx, List.of(test)).compose(made -> sending(tx, command.id(), test.id()))
                            : Future.succeededFuture(refusal);
                })));
    }

    Future<SendOutcome> redeliver(Redeliver command) {
        return told(transactions.run(
                "webhook-redeliver",
                tx -> endpoints.byId(tx, command.webhook()).compose(webhook -> {
                    SendOutcome refusal = refusal(webhook);
                    return refusal == null
                            ? log.again(tx, command.webhook(), command.id())
                                    .compose(done -> sending(tx, command.webhook(), command.id()))
                            : Future.succeededFuture(refusal);
                })));
    }

    private static @Nullable SendOutcome refusal(@Nullable WebhookView webhook) {
        if (webhook == null) {
            return new NoSuchWebhook();
        }
        return webhook.disabledReason() == null ? null : new WebhookDisabled(webhook.disabledReason());
    }

    private Future<SendOutcome> sending(SqlClient tx, UUID webhook, UUID delivery) {
        return log.byId(tx, webhook, delivery).map(found -> found == null ? new NoSuchDelivery() : new Sending(found));
    }

    private Future<SendOutcome> told(Future<SendOutcome> outcome) {
        return outcome.onSuccess(done -> {
            if (done instanceof Sending) {
                bus.hint(WebhookEndpoints.DUE, new DeliveriesDue(1));
            }
        });
    }
}
