package dev.souk.notification.webhook.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place in a list that is ordered by time and id. */
public record WebhookCursor(Instant at, UUID id) {
    private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant NEWEST = Instant.parse("9999-01-01T00:00:00Z");

    /** Where a list begins that has the oldest first. */
    public static final WebhookCursor FROM_OLDEST = new WebhookCursor(OLDEST, new UUID(0, 0));
    /** Where a list begins that has the newest first. */
    public static final WebhookCursor FROM_NEWEST = new WebhookCursor(NEWEST, new UUID(-1, -1));

    /**
     * @param first where the list begins, for a text that is absent
     * @throws IllegalArgumentException when {@link #text} never gave that text
     */
    public static WebhookCursor parse(@Nullable String text, WebhookCursor first) {
        if (text == null) {
            return first;
        }
        WebhookCursor cursor = read(text);
        boolean inRange = !cursor.at.isBefore(OLDEST) && !cursor.at.isAfter(NEWEST);
        if (!inRange || !cursor.text().equals(text)) {
            throw new IllegalArgumentException("not a cursor");
        }
        return cursor;
    }

    private static WebhookCursor read(String text) {
        int comma = text.indexOf(',');
        try {
            return new WebhookCursor(
                    Instant.parse(text.substring(0, Math.max(0, comma))), UUID.fromString(text.substring(comma + 1)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a cursor", e);
        }
    }

    public String text() {
        return at + "," + id;
    }
}
