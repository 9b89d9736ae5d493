package dev.souk.notification.mail.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where an order goes, as lines of a letter. */
final class ShippingAddress {
    /** Members that people give, in the order in which an address is written; further ones follow as they come. */
    private static final List<String> USUAL = List.of(
            "name",
            "company",
            "street",
            "line1",
            "line2",
            "postcode",
            "postalcode",
            "zip",
            "city",
            "region",
            "state",
            "country");

    private static final int MOST_LINES = 20;

    private ShippingAddress() {}

    /** @param json a text, or an object of texts */
    static List<String> lines(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        JsonNode address = Json.read(json, JsonNode.class);
        List<String> lines = new ArrayList<>();
        if (address.isTextual()) {
            address.asText().lines().forEach(lines::add);
        } else {
            address.properties().stream()
                    .sorted((a, b) -> Integer.compare(rank(a.getKey()), rank(b.getKey())))
                    .forEach(member -> lines.add(member.getValue().asText()));
        }
        return lines.stream()
                .map(PlainText::line)
                .filter(line -> !line.isEmpty())
                .limit(MOST_LINES)
                .toList();
    }

    private static int rank(String member) {
        int rank = USUAL.indexOf(member.toLowerCase(Locale.ROOT));
        return rank < 0 ? USUAL.size() : rank;
    }
}
