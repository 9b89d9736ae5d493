package dev.souk.traffic.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long orders took from accepted to CONFIRMED, in milliseconds, as their own timelines say; a sample of them. */
public final class Confirmations {
    private final List<Long> millis;

    private Confirmations(List<Long> millis) {
        this.millis = millis;
    }

    public static Confirmations of(ShopClient client, List<String> ids) throws InterruptedException {
        String operator = client.token("traffic-operator", "operator");
        List<Long> millis = new ArrayList<>();
        for (String id : ids) {
            JsonNode order = client.send("GET", "/v1/orders/" + id, operator, List.of(), "")
                    .require(200)
                    .json();
            Instant created = Instant.parse(order.path("createdAt").asText());
            for (JsonNode entry : order.path("timeline")) {
                if (entry.path("event").asText().equals("order.confirmed")) {
                    millis.add(Duration.between(
                                    created, Instant.parse(entry.path("at").asText()))
                            .toMillis());
                }
            }
        }
        Collections.sort(millis);
        return new Confirmations(List.copyOf(millis));
    }

    public int count() {
        return millis.size();
    }

    /** @param share 0 to 1; -1 where nothing was confirmed */
    public long percentile(double share) {
        if (millis.isEmpty()) {
            return -1;
        }
        return millis.get((int) Math.ceil(share * (millis.size() - 1)));
    }
}
