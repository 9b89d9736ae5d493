package dev.souk.edge.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.souk.notification.webhook.message.DeliveryView;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveryPage;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookPage;
import dev.souk.notification.webhook.message.WebhookView;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Endpoints of webhooks and their deliveries as the contract has them. */
public final class WebhookJson {
    private static final int BYTES = 512;

    private WebhookJson() {}

    /** @param secret only in the answer that made it */
    public static Buffer of(WebhookView webhook, @Nullable String secret) {
        return JsonBuffer.of(BYTES, json -> write(webhook, secret, json));
    }

    /** @param next cursor of the next page */
    public static Buffer page(WebhookPage page, @Nullable String next) {
        return JsonBuffer.of(BYTES * (page.items().size() + 1), json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (WebhookView webhook : page.items()) {
                write(webhook, null, json);
            }
            json.writeEndArray();
            writeIfPresent("next", next, json);
            json.writeEndObject();
        });
    }

    public static Buffer of(DeliveryView delivery) {
        return JsonBuffer.of(BYTES, json -> write(delivery, json));
    }

    /** @param next cursor of the next page */
    public static Buffer page(DeliveryPage page, @Nullable String next) {
        return JsonBuffer.of(BYTES * (page.items().size() + 1), json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (DeliveryView delivery : page.items()) {
                write(delivery, json);
            }
            json.writeEndArray();
            writeIfPresent("next", next, json);
            json.writeEndObject();
        });
    }

    private static void write(WebhookView webhook, @Nullable String secret, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", webhook.id().toString());
        json.writeStringField("url", webhook.url());
        json.writeArrayFieldStart("events");
        for (String event : webhook.events()) {
            json.writeString(event);
        }
        json.writeEndArray();
        json.writeStringField("description", webhook.description());
        json.writeStringField("status", webhook.disabledReason() == null ? "ACTIVE" : "DISABLED");
        if (webhook.disabledReason() != null) {
            json.writeStringField(
                    "disabledReason", webhook.disabledReason().name().toLowerCase(Locale.ROOT));
        }
        writeIfPresent("failingSince", webhook.failingSince(), json);
        writeIfPresent("secret", secret, json);
        json.writeStringField("createdAt", webhook.createdAt().toString());
        json.writeStringField("updatedAt", webhook.updatedAt().toString());
        json.writeEndObject();
    }

    private static void write(DeliveryView delivery, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", delivery.id().toString());
        json.writeStringField("eventId", delivery.eventId().toString());
        json.writeStringField("event", delivery.event());
        writeIfPresent("orderId", delivery.orderId(), json);
        json.writeStringField("status", delivery.status().name());
        json.writeNumberField("attempts", delivery.attempts());
        writeIfPresent("outcome", delivery.outcome(), json);
        if (delivery.responseStatus() != null) {
            json.writeNumberField("responseStatus", delivery.responseStatus());
        }
        writeIfPresent("nextAttemptAt", delivery.nextAttemptAt(), json);
        json.writeStringField("createdAt", delivery.createdAt().toString());
        json.writeEndObject();
    }

    private static void writeIfPresent(String member, @Nullable Object value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(member, value.toString());
        }
    }
}
