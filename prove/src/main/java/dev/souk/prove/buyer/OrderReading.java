package dev.souk.prove.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.prove.history.Item;
import dev.souk.prove.history.OrderSeen;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the order out of an answer. */
final class OrderReading {
    private OrderReading() {}

    /** @return none when the body is no order */
    static @Nullable OrderSeen of(JsonNode body) {
        JsonNode total = body.path("total");
        if (!body.path("id").isTextual()
                || !body.path("status").isTextual()
                || !body.path("lines").isArray()
                || !total.path("amount").isIntegralNumber()
                || !total.path("currency").isTextual()) {
            return null;
        }
        JsonNode payment = body.path("payment");
        return new OrderSeen(
                body.path("id").asText(),
                body.path("status").asText(),
                total.path("currency").asText(),
                total.path("amount").asLong(),
                items(body.path("lines")),
                events(body.path("timeline")),
                payment.path("authorized").path("amount").asLong(),
                payment.path("captured").path("amount").asLong(),
                payment.path("refunded").path("amount").asLong());
    }

    static List<Item> items(JsonNode lines) {
        List<Item> items = new ArrayList<>();
        for (JsonNode line : lines) {
            items.add(new Item(
                    line.path("sku").asText(),
                    line.path("quantity").asLong(),
                    line.path("unitPrice").path("amount").asLong()));
        }
        return items;
    }

    private static @Nullable List<String> events(JsonNode timeline) {
        if (!timeline.isArray()) {
            return null;
        }
        List<String> events = new ArrayList<>();
        timeline.forEach(entry -> events.add(entry.path("event").asText()));
        return events;
    }
}
