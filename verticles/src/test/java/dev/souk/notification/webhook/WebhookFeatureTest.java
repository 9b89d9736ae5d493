package dev.souk.notification.webhook;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.bus.Json;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.money.Money;
import dev.souk.notification.webhook.Receiver.Received;
import dev.souk.notification.webhook.message.DeliveryStatus;
import dev.souk.notification.webhook.message.DeliveryView;
import dev.souk.notification.webhook.message.DisabledReason;
import dev.souk.notification.webhook.message.WebhookEndpoints;
import dev.souk.notification.webhook.message.WebhookEndpoints.CreateOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.CreateWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Created;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeleteWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveryPage;
import dev.souk.notification.webhook.message.WebhookEndpoints.GetWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.ListDeliveries;
import dev.souk.notification.webhook.message.WebhookEndpoints.NoSuchWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Redeliver;
import dev.souk.notification.webhook.message.WebhookEndpoints.ReplaceWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.RotateSecret;
import dev.souk.notification.webhook.message.WebhookEndpoints.SendTest;
import dev.souk.notification.webhook.message.WebhookEndpoints.Sending;
import dev.souk.notification.webhook.message.WebhookEndpoints.UnknownEvents;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookContent;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookDisabled;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookFound;
import dev.souk.notification.webhook.message.WebhookView;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEvents;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.OrderView;
import dev.souk.order.message.OrderView.PaymentView;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Webhooks from the event to the receiver, on a real database, broker and HTTP server. */
class WebhookFeatureTest {
    private static TestDatabase database;
    private static Bus bus;
    private static Messaging messaging;
    private static Receiver receiver;

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create(
                Map.of("webhooks.allow-private", "true", "webhooks.timeout", "3s", "webhooks.sweep-every", "50ms"));
        bus = new Bus(database.vertx, Duration.ofSeconds(10));
        TopicAdmin.ensureTopics(database.settings.kafka());
        messaging = new Messaging(database.vertx, database.settings, "test", database.transactions, database.metrics);
        receiver = new Receiver(database.vertx);
        await(bus.serve(OrderEndpoints.GET, question -> Future.succeededFuture(new Found(order(question.id())))));
        WebhookVerticles.of(database.settings.webhooks(), messaging, bus, database.metrics)
                .forEach(verticle -> await(database.vertx.deployVerticle(verticle.get())));
    }

    @AfterAll
    static void close() {
        await(Future.all(database.vertx.deploymentIDs().stream()
                .map(database.vertx::undeploy)
                .toList()));
        await(messaging.close());
        database.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }

    private static OrderView order(UUID id) {
        Money none = Money.zero("GBP");
        return new OrderView(
                id,
                OrderStatus.CONFIRMED,
                List.of(),
                none,
                new PaymentView("NONE", none, none, none),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static Created created(String path, String... events) {
        return (Created) create(path, events);
    }

    private static CreateOutcome create(String path, String... events) {
        WebhookContent content = new WebhookContent(receiver.url(path), List.of(events), "of " + path);
        return await(bus.ask(WebhookEndpoints.CREATE, new CreateWebhook(content)));
    }

    private static WebhookView webhook(UUID id) {
        return ((WebhookFound) await(bus.ask(WebhookEndpoints.GET, new GetWebhook(id)))).webhook();
    }

    private static DeliveryPage page(UUID webhook, int limit, @Nullable String cursor) {
        return (DeliveryPage) await(bus.ask(WebhookEndpoints.DELIVERIES, new ListDeliveries(webhook, limit, cursor)));
    }

    private static List<DeliveryView> deliveries(UUID webhook) {
        return page(webhook, 100, null).items();
    }

    private static DeliveryView sendTest(UUID webhook) {
        return ((Sending) await(bus.ask(WebhookEndpoints.TEST, new SendTest(webhook)))).delivery();
    }

    private static void delete(UUID webhook) {
        await(bus.ask(WebhookEndpoints.DELETE, new DeleteWebhook(webhook)));
    }

    private static NewEvent<?> shipped(UUID order, long seq) {
        return NewEvent.of(
                OrderEvents.SHIPPED,
                order.toString(),
                seq,
                Instant.EPOCH,
                null,
                new OrderEvents.OrderMoved(order, "carl"));
    }

    private static NewEvent<?> expired(UUID order, long seq) {
        return NewEvent.of(
                OrderEvents.EXPIRED,
                order.toString(),
                seq,
                Instant.EPOCH,
                null,
                new OrderEvents.OrderEnded(order, "carl", "late"));
    }

    private static void commit(List<NewEvent<?>> events) {
        await(messaging.facts().commit("test", tx -> Future.succeededFuture(new Decided<>("", events))));
    }

    /** Moves the times in the database, which decide; runs again when tested code changes the same row meanwhile. */
    private static void execute(String sql) {
        await(database.transactions.run("test", tx -> tx.query(sql).execute()));
    }

    private static void dueNow(UUID webhook) {
        execute("UPDATE webhook_delivery SET next_attempt_at = now() WHERE status = 'PENDING' AND claim IS NULL"
                + " AND endpoint_id = '" + webhook + "'");
    }

    @Test
    void whoWantsAnEventIsToldOfItSignedAndOnceAndOfNoOther() {
        Created made = created("/wanted", "order.shipped");
        UUID order = UUID.randomUUID();
        NewEvent<?> wanted = shipped(order, 7);
        commit(List.of(expired(order, 6), wanted));

        eventually().until(() -> receiver.at("/wanted").size() == 1);
        eventually().until(() -> deliveries(made.webhook().id()).getFirst().status() == DeliveryStatus.DELIVERED);

        Received told = receiver.at("/wanted").getFirst();
        assertThat(told.header("webhook-id")).isEqualTo(wanted.id().toString());
        assertThat(told.header("content-type")).isEqualTo("application/json");
        assertThat(Long.parseLong(told.header("webhook-timestamp")))
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 1);
        assertThat(told.header("webhook-signature")).isEqualTo(told.signature(made.secret()));
        assertThat(new JsonObject(told.body()))
                .isEqualTo(JsonObject.of(
                        "type",
                        "order.shipped",
                        "timestamp",
                        "1970-01-01T00:00:00Z",
                        "data",
                        JsonObject.of("order", new JsonObject(Json.text(order(order))), "seq", 7)));
        DeliveryView delivery = deliveries(made.webhook().id()).getFirst();
        assertThat(deliveries(made.webhook().id())).hasSize(1);
        assertThat(delivery.attempts()).isEqualTo(1);
        assertThat(delivery.responseStatus()).isEqualTo(200);
        assertThat(delivery.orderId()).isEqualTo(order);
        assertThat(delivery.nextAttemptAt()).isNull();
        delete(made.webhook().id());
    }

    @Test
    void whatIsNotTakenIsTriedAgainUnderTheSameIdAndRedirectsAreNotFollowed() {
        receiver.answer("/again", 500, 302, 204);
        Created made = created("/again", "order.*");
        UUID id = made.webhook().id();
        commit(List.of(shipped(UUID.randomUUID(), 3)));

        eventually().until(() -> deliveries(id).stream().anyMatch(each -> each.attempts() == 1));
        DeliveryView failed = deliveries(id).getFirst();
        assertThat(failed.status()).isEqualTo(DeliveryStatus.PENDING);
        assertThat(failed.responseStatus()).isEqualTo(500);
        assertThat(failed.nextAttemptAt())
                .isBetween(Instant.now(), Instant.now().plusSeconds(7));
        dueNow(id);
        eventually().until(() -> deliveries(id).getFirst().attempts() == 2);
        assertThat(deliveries(id).getFirst().responseStatus()).isEqualTo(302);
        assertThat(webhook(id).failingSince()).isNotNull();
        dueNow(id);
        eventually().until(() -> deliveries(id).getFirst().status() == DeliveryStatus.DELIVERED);

        assertThat(receiver.at("/again").stream().map(each -> each.header("webhook-id")))
                .hasSize(3)
                .containsOnly(failed.eventId().toString());
        assertThat(receiver.at("/elsewhere")).isEmpty();
        assertThat(webhook(id).failingSince()).isNull();
        delete(id);
    }

    @Test
    void whatFailedForTheLastTimeIsGivenUpAndMayBeAskedForAgain() {
        receiver.answer("/up", 500, 200);
        UUID id = created("/up", "order.placed").webhook().id();
        DeliveryView delivery = sendTest(id);
        eventually().until(() -> deliveries(id).getFirst().attempts() == 1);
        receiver.answer("/up", 500, 200);
        execute("UPDATE webhook_delivery SET tries = 7, next_attempt_at = now() WHERE id = '" + delivery.id() + "'");
        eventually().until(() -> deliveries(id).getFirst().status() == DeliveryStatus.FAILED);

        await(bus.ask(WebhookEndpoints.REDELIVER, new Redeliver(id, delivery.id())));

        eventually().until(() -> deliveries(id).getFirst().status() == DeliveryStatus.DELIVERED);
        assertThat(deliveries(id).getFirst().attempts()).isEqualTo(3);
        assertThat(receiver.at("/up").stream().map(each -> each.header("webhook-id")))
                .hasSize(3)
                .containsOnly(delivery.eventId().toString());
        delete(id);
    }

    @Test
    void anEndpointThatIsGoneIsDisabledUntilItIsSetUpAnew() {
        receiver.answer("/gone", 410, 200);
        UUID id = created("/gone", "order.placed").webhook().id();
        sendTest(id);

        eventually().until(() -> webhook(id).disabledReason() == DisabledReason.GONE);
        assertThat(deliveries(id).getFirst().status()).isEqualTo(DeliveryStatus.FAILED);
        assertThat(await(bus.ask(WebhookEndpoints.TEST, new SendTest(id))))
                .isEqualTo(new WebhookDisabled(DisabledReason.GONE));
        assertThat(database.metrics
                        .counter("souk.webhook.disabled", "reason", "gone")
                        .count())
                .isEqualTo(1);

        WebhookContent content = new WebhookContent(receiver.url("/gone"), List.of("order.placed"), "back");
        await(bus.ask(WebhookEndpoints.REPLACE, new ReplaceWebhook(id, content)));
        sendTest(id);
        eventually().until(() -> receiver.at("/gone").size() == 2);
        assertThat(webhook(id).disabledReason()).isNull();
        delete(id);
    }

    @Test
    void anEndpointThatFailsForFiveDaysIsDisabledAndWhatWaitsForItIsGivenUp() {
        receiver.answer("/failing", 500);
        UUID id = created("/failing", "order.placed").webhook().id();
        execute("UPDATE webhook_endpoint SET failing_since = now() - INTERVAL '5 days',"
                + " last_failed_at = now() - INTERVAL '1 hour' WHERE id = '" + id + "'");
        sendTest(id);

        eventually().until(() -> webhook(id).disabledReason() == DisabledReason.FAILING);
        eventually().until(() -> deliveries(id).getFirst().status() == DeliveryStatus.FAILED);
        delete(id);
    }

    @Test
    void oneThatNeverAnswersDelaysNoOther() {
        receiver.silence("/silent");
        UUID silent = created("/silent", "order.expired").webhook().id();
        UUID healthy = created("/healthy", "order.expired").webhook().id();
        List<NewEvent<?>> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            events.add(expired(UUID.randomUUID(), 2));
        }
        commit(events);

        eventually().until(() -> receiver.at("/healthy").size() == 40);
        Set<String> ids = events.stream().map(each -> each.id().toString()).collect(Collectors.toSet());
        assertThat(receiver.at("/healthy").stream().map(each -> each.header("webhook-id")))
                .containsExactlyInAnyOrderElementsOf(ids);
        int bound = database.settings.webhooks().perEndpoint();
        eventually().until(() -> receiver.at("/silent").size() >= bound);
        assertThat(deliveries(silent)).noneMatch(each -> each.status() == DeliveryStatus.DELIVERED);
        eventually()
                .until(() -> deliveries(silent).stream()
                                .filter(each -> "timeout".equals(each.outcome()))
                                .count()
                        >= Lane.FAILURES);
        assertThat(receiver.at("/silent").size())
                .as("then it is left alone")
                .isLessThanOrEqualTo(Lane.FAILURES + 2 * bound);
        delete(silent);
        delete(healthy);
    }

    @Test
    void aRotatedSecretSignsBesideTheNewOneForADay() {
        Created made = created("/rotated", "order.placed");
        UUID id = made.webhook().id();
        Created rotated = (Created) await(bus.ask(WebhookEndpoints.ROTATE, new RotateSecret(id)));
        sendTest(id);
        eventually().until(() -> receiver.at("/rotated").size() == 1);
        Received both = receiver.at("/rotated").getFirst();
        assertThat(rotated.secret()).isNotEqualTo(made.secret());
        assertThat(both.header("webhook-signature"))
                .isEqualTo(both.signature(rotated.secret()) + " " + both.signature(made.secret()));

        execute("UPDATE webhook_secret SET expires_at = expires_at - INTERVAL '24 hours' WHERE endpoint_id = '" + id
                + "'");
        sendTest(id);
        eventually().until(() -> receiver.at("/rotated").size() == 2);
        Received one = receiver.at("/rotated").getLast();
        assertThat(one.header("webhook-signature")).isEqualTo(one.signature(rotated.secret()));
        delete(id);
    }

    @Test
    void anAttemptWhoseNodeDiedIsMadeAgainUnderTheSameIdWhenItsClaimIsOver() {
        receiver.silence("/died");
        UUID id = created("/died", "order.placed").webhook().id();
        DeliveryView delivery = sendTest(id);
        eventually().until(() -> receiver.at("/died").size() == 1);

        // A node that died here leaves a claim of its own, which no node answers.
        execute("UPDATE webhook_delivery SET claim = '" + UUID.randomUUID() + "', claimed_until = now()"
                + " WHERE id = '" + delivery.id() + "'");

        eventually().until(() -> receiver.at("/died").size() == 2);
        assertThat(receiver.at("/died").stream().map(each -> each.header("webhook-id")))
                .containsOnly(delivery.eventId().toString());
        delete(id);
    }

    @Test
    void deliveriesAreReadPageByPageNewestFirstAndForgottenWhenTheyAreOld() {
        UUID id = created("/paged", "order.placed").webhook().id();
        List<UUID> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.addFirst(sendTest(id).id());
        }
        List<UUID> read = new ArrayList<>();
        String cursor = null;
        do {
            DeliveryPage page = page(id, 2, cursor);
            page.items().forEach(each -> read.add(each.id()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(read).isEqualTo(sent);

        execute("UPDATE webhook_delivery SET created_at = now() - INTERVAL '30 days' WHERE id IN ('" + sent.get(0)
                + "', '" + sent.get(3) + "')");
        eventually().until(() -> deliveries(id).size() == 3);
        assertThat(deliveries(id).stream().map(DeliveryView::id))
                .containsExactly(sent.get(1), sent.get(2), sent.get(4));
        delete(id);
        assertThat(await(bus.ask(WebhookEndpoints.GET, new GetWebhook(id)))).isEqualTo(new NoSuchWebhook());
    }

    @Test
    void namesThatNoEventHasAreRefused() {
        assertThat(create("/unknown", "order.placed", "order.eaten", "*")).isEqualTo(new UnknownEvents(List.of(1, 2)));
    }
}
