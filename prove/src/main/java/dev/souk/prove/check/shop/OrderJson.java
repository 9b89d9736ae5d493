package dev.souk.prove.check.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.souk.prove.check.facts.Fact;
import dev.souk.prove.check.facts.UnreadableException;
import dev.souk.prove.history.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the JSON that lies in an order's row. */
public final class OrderJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private OrderJson() {}

    /** @throws UnreadableException when it is no JSON */
    public static List<Item> items(String lines) {
        List<Item> items = new ArrayList<>();
        for (JsonNode line : parse(lines)) {
            items.add(new Item(
                    line.path("sku").asText(),
                    line.path("quantity").asLong(),
                    line.path("unitPrice").path("amount").asLong()));
        }
        return items;
    }

    static List<Fact.Step> timeline(String timeline) {
        List<Fact.Step> steps = new ArrayList<>();
        for (JsonNode entry : parse(timeline)) {
            steps.add(new Fact.Step(
                    entry.path("seq").asLong(),
                    entry.path("status").asText(),
                    entry.path("event").asText(),
                    entry.hasNonNull("eventId")
                            ? UUID.fromString(entry.get("eventId").asText())
                            : null,
                    Instant.parse(entry.path("at").asText())));
        }
        return steps;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UnreadableException("an order's row cannot be read", e);
        }
    }
}
