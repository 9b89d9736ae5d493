package dev.souk.prove.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.prove.history.CartSeen;
import org.jspecify.annotations.Nullable;

/** Reads the cart out of an answer. */
final class CartReading {
    private CartReading() {}

    /** @return none when the body is no cart */
    static @Nullable CartSeen of(JsonNode body) {
        if (!body.path("id").isTextual()
                || !body.path("version").isIntegralNumber()
                || !body.path("lines").isArray()) {
            return null;
        }
        return new CartSeen(
                body.path("id").asText(), body.path("version").asLong(), OrderReading.items(body.path("lines")));
    }
}
