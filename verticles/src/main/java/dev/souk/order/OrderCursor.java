package dev.souk.order;

import dev.souk.order.message.OrderView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place in a list of orders, newest first. */
record OrderCursor(Instant createdAt, UUID id) {
    private static final OrderCursor NEWEST = new OrderCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    static OrderCursor after(OrderView order) {
        return new OrderCursor(order.createdAt(), order.id());
    }

    /** @throws IllegalArgumentException when the text is none of ours */
    static OrderCursor parse(@Nullable String text) {
        if (text == null) {
            return NEWEST;
        }
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
        int comma = plain.indexOf(',');
        try {
            return new OrderCursor(
                    Instant.parse(plain.substring(0, Math.max(0, comma))), UUID.fromString(plain.substring(comma + 1)));
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("not a cursor", e);
        }
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((createdAt + "," + id).getBytes(StandardCharsets.US_ASCII));
    }
}
