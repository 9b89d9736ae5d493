package dev.souk.order.message;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place in a list of orders, newest first. */
public record OrderCursor(Instant createdAt, UUID id) {
    /** Before there was a shop: bounds what the database is asked to compare with. */
    private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final OrderCursor NEWEST = new OrderCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    public static OrderCursor after(OrderView order) {
        return new OrderCursor(order.createdAt(), order.id());
    }

    /** @throws IllegalArgumentException when {@link #text} never gave that text */
    public static OrderCursor parse(@Nullable String text) {
        if (text == null) {
            return NEWEST;
        }
        OrderCursor cursor = read(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
        boolean inRange = !cursor.createdAt.isBefore(OLDEST) && !cursor.createdAt.isAfter(NEWEST.createdAt);
        if (!inRange || !cursor.text().equals(text)) {
            throw new IllegalArgumentException("not a cursor");
        }
        return cursor;
    }

    private static OrderCursor read(String plain) {
        int comma = plain.indexOf(',');
        try {
            return new OrderCursor(
                    Instant.parse(plain.substring(0, Math.max(0, comma))), UUID.fromString(plain.substring(comma + 1)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a cursor", e);
        }
    }

    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((createdAt + "," + id).getBytes(StandardCharsets.US_ASCII));
    }
}
