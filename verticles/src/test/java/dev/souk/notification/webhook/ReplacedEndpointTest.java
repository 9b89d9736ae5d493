package dev.souk.notification.webhook;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.messaging.Messaging;
import dev.souk.messaging.kafka.TopicAdmin;
import dev.souk.notification.webhook.message.DeliveryStatus;
import dev.souk.notification.webhook.message.DeliveryView;
import dev.souk.notification.webhook.message.WebhookEndpoints;
import dev.souk.notification.webhook.message.WebhookEndpoints.CreateWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Created;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveryPage;
import dev.souk.notification.webhook.message.WebhookEndpoints.GetWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.ListDeliveries;
import dev.souk.notification.webhook.message.WebhookEndpoints.ReplaceWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.RotateSecret;
import dev.souk.notification.webhook.message.WebhookEndpoints.SendTest;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookContent;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookFound;
import dev.souk.notification.webhook.message.WebhookView;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Attempts that end after their endpoint was set up anew, on a real database, broker and HTTP server. */
class ReplacedEndpointTest {
    private static TestDatabase database;
    private static Bus bus;
    private static Messaging messaging;
    private static Receiver receiver;

    @BeforeAll
    static void deploy() {
        database = TestDatabase.create(
                Map.of("webhooks.allow-private", "true", "webhooks.timeout", "30s", "webhooks.sweep-every", "50ms"));
        bus = new Bus(database.vertx, Duration.ofSeconds(10));
        TopicAdmin.ensureTopics(database.settings.kafka());
        messaging = new Messaging(database.vertx, database.settings, "test", database.transactions, database.metrics);
        receiver = new Receiver(database.vertx);
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

    private static WebhookContent content(String path) {
        return new WebhookContent(receiver.url(path), List.of("order.placed"), "of " + path);
    }

    private static UUID created(String path) {
        return ((Created) await(bus.ask(WebhookEndpoints.CREATE, new CreateWebhook(content(path)))))
                .webhook()
                .id();
    }

    private static void replace(UUID id, String path) {
        assertThat(await(bus.ask(WebhookEndpoints.REPLACE, new ReplaceWebhook(id, content(path)))))
                .isInstanceOf(WebhookFound.class);
    }

    private static WebhookView webhook(UUID id) {
        return ((WebhookFound) await(bus.ask(WebhookEndpoints.GET, new GetWebhook(id)))).webhook();
    }

    private static List<DeliveryView> deliveries(UUID id) {
        return ((DeliveryPage) await(bus.ask(WebhookEndpoints.DELIVERIES, new ListDeliveries(id, 100, null)))).items();
    }

    private static void sendTest(UUID id) {
        await(bus.ask(WebhookEndpoints.TEST, new SendTest(id)));
    }

    private static boolean areAllDelivered(UUID id) {
        return deliveries(id).stream().allMatch(each -> each.status() == DeliveryStatus.DELIVERED);
    }

    @Test
    void theOldOneIsGoneAndTheNewOneIsToldTheSame() {
        receiver.hold("/old");
        UUID id = created("/old");
        sendTest(id);
        eventually().until(() -> receiver.at("/old").size() == 1);

        replace(id, "/new");
        receiver.release("/old", 410);

        eventually().until(() -> areAllDelivered(id));
        assertThat(receiver.at("/new").stream().map(each -> each.header("webhook-id")))
                .containsExactly(receiver.at("/old").getFirst().header("webhook-id"));
        assertThat(webhook(id).disabledReason()).isNull();
        assertThat(webhook(id).failingSince()).isNull();
        assertThat(deliveries(id).getFirst().attempts()).isEqualTo(2);
    }

    @Test
    void aSuccessOfTheOldOneDoesNotClearTheFailuresOfTheNewOne() {
        receiver.hold("/well");
        UUID id = created("/well");
        sendTest(id);
        eventually().until(() -> receiver.at("/well").size() == 1);
        receiver.answer("/ill", 500);
        replace(id, "/ill");
        sendTest(id);
        eventually().until(() -> webhook(id).failingSince() != null);
        Instant since = webhook(id).failingSince();

        receiver.release("/well", 200);

        eventually().until(() -> deliveries(id).stream().anyMatch(each -> each.status() == DeliveryStatus.DELIVERED));
        assertThat(webhook(id).failingSince()).isEqualTo(since);
    }

    @Test
    void anAnswerToTheOldSecretAloneDoesNotJudgeTheNewOne() {
        receiver.hold("/rotating");
        UUID id = created("/rotating");
        sendTest(id);
        eventually().until(() -> receiver.at("/rotating").size() == 1);
        await(bus.ask(WebhookEndpoints.ROTATE, new RotateSecret(id)));

        receiver.release("/rotating", 410);

        eventually().until(() -> areAllDelivered(id));
        assertThat(webhook(id).failingSince()).isNull();
        assertThat(receiver.at("/rotating").getLast().header("webhook-signature"))
                .as("signed with both")
                .contains(" ");
    }
}
