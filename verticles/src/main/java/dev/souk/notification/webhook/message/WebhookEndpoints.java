package dev.souk.notification.webhook.message;

import dev.souk.bus.BusEndpoint;
import dev.souk.bus.BusHint;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bus endpoints of webhooks, with their questions and answers. */
public final class WebhookEndpoints {
    public static final BusEndpoint<CreateWebhook, CreateOutcome> CREATE =
            new BusEndpoint<>("webhook.create", CreateWebhook.class, CreateOutcome.class);
    public static final BusEndpoint<GetWebhook, WebhookAnswer> GET =
            new BusEndpoint<>("webhook.get", GetWebhook.class, WebhookAnswer.class);
    public static final BusEndpoint<ListWebhooks, WebhookPage> LIST =
            new BusEndpoint<>("webhook.list", ListWebhooks.class, WebhookPage.class);
    public static final BusEndpoint<ReplaceWebhook, ReplaceOutcome> REPLACE =
            new BusEndpoint<>("webhook.replace", ReplaceWebhook.class, ReplaceOutcome.class);
    public static final BusEndpoint<DeleteWebhook, DeleteOutcome> DELETE =
            new BusEndpoint<>("webhook.delete", DeleteWebhook.class, DeleteOutcome.class);
    public static final BusEndpoint<RotateSecret, RotateOutcome> ROTATE =
            new BusEndpoint<>("webhook.rotate", RotateSecret.class, RotateOutcome.class);
    public static final BusEndpoint<SendTest, SendOutcome> TEST =
            new BusEndpoint<>("webhook.test", SendTest.class, SendOutcome.class);
    public static final BusEndpoint<ListDeliveries, DeliveriesAnswer> DELIVERIES =
            new BusEndpoint<>("webhook.deliveries", ListDeliveries.class, DeliveriesAnswer.class);
    public static final BusEndpoint<Redeliver, SendOutcome> REDELIVER =
            new BusEndpoint<>("webhook.redeliver", Redeliver.class, SendOutcome.class);
    /** Deliveries are due; published to all nodes, and lost without harm. */
    public static final BusHint<DeliveriesDue> DUE = new BusHint<>("webhook.due", DeliveriesDue.class);

    private WebhookEndpoints() {}

    /**
     * The URL of an endpoint, and the events that it is told of.
     *
     * @param events names, or {@code order.*}; 1 or more
     */
    public record WebhookContent(String url, List<String> events, String description) {
        public WebhookContent {
            events = List.copyOf(events);
        }
    }

    public record CreateWebhook(WebhookContent content) {}

    public sealed interface CreateOutcome {}

    /** @param secret shown this once */
    public record Created(WebhookView webhook, String secret) implements CreateOutcome, RotateOutcome {
        @Override
        public String toString() {
            return "Created[" + webhook + "]";
        }
    }

    /** @param limit that many there may be */
    public record TooManyWebhooks(int limit) implements CreateOutcome {}

    /** Webhooks may not be sent to the URL. @param message the rule for URLs */
    public record UrlRefused(String message) implements CreateOutcome, ReplaceOutcome {}

    /** Names that no event has. @param positions in the list that was given */
    public record UnknownEvents(List<Integer> positions) implements CreateOutcome, ReplaceOutcome {
        public UnknownEvents {
            positions = List.copyOf(positions);
        }
    }

    public record GetWebhook(UUID id) {}

    public sealed interface WebhookAnswer {}

    public record WebhookFound(WebhookView webhook) implements WebhookAnswer, ReplaceOutcome {}

    public record NoSuchWebhook()
            implements WebhookAnswer, ReplaceOutcome, DeleteOutcome, RotateOutcome, SendOutcome, DeliveriesAnswer {}

    /**
     * @param limit 1 to 100
     * @param cursor from the page before; absent: from the oldest
     */
    public record ListWebhooks(int limit, @Nullable String cursor) {}

    public record WebhookPage(
            List<WebhookView> items, @Nullable String next) {
        public WebhookPage {
            items = List.copyOf(items);
        }
    }

    /** Also makes an endpoint active again that was disabled. */
    public record ReplaceWebhook(UUID id, WebhookContent content) {}

    public sealed interface ReplaceOutcome {}

    public record DeleteWebhook(UUID id) {}

    public sealed interface DeleteOutcome {}

    public record Deleted() implements DeleteOutcome {}

    public record RotateSecret(UUID id) {}

    public sealed interface RotateOutcome {}

    public record SendTest(UUID id) {}

    /** @param id of the delivery, {@code webhook} of its endpoint */
    public record Redeliver(UUID webhook, UUID id) {}

    public sealed interface SendOutcome {}

    /** The delivery is tried at once; {@code delivery} is as it was when this was asked for. */
    public record Sending(DeliveryView delivery) implements SendOutcome {}

    public record NoSuchDelivery() implements SendOutcome {}

    /** Nothing is sent to an endpoint that is disabled. */
    public record WebhookDisabled(DisabledReason reason) implements SendOutcome {}

    /** @param cursor from the page before; absent: from the newest */
    public record ListDeliveries(
            UUID webhook, int limit, @Nullable String cursor) {}

    public sealed interface DeliveriesAnswer {}

    public record DeliveryPage(
            List<DeliveryView> items, @Nullable String next) implements DeliveriesAnswer {
        public DeliveryPage {
            items = List.copyOf(items);
        }
    }

    /** @param deliveries how many, about */
    public record DeliveriesDue(int deliveries) {}
}
