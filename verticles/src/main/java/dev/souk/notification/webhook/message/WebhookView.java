package dev.souk.notification.webhook.message;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as operators see it. Its secret is not in it.
 *
 * @param events names, or {@code order.*}
 * @param disabledReason why nothing is sent there any more; absent while something is
 * @param failingSince of the first failure since the last success
 */
public record WebhookView(
        UUID id,
        String url,
        List<String> events,
        String description,
        @Nullable DisabledReason disabledReason,
        @Nullable Instant failingSince,
        Instant createdAt,
        Instant updatedAt) {
    public WebhookView {
        events = List.copyOf(events);
    }
}
