package dev.souk.launcher.dev.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * The plan of a crowd.
 *
 * @param buyers at the same time, 1 to {@value #MOST_BUYERS}
 * @param time after which none begins an order, 5 to {@value #MOST_SECONDS} s
 * @param flashSale whether all of them want the same product, else each order is of one to three products by chance
 */
record CrowdPlan(int buyers, Duration time, boolean flashSale) {
    static final int MOST_BUYERS = 500;
    static final int MOST_SECONDS = 600;
    private static final int LEAST_SECONDS = 5;

    /** @throws ControlException when it is no plan, or one that is too large */
    static CrowdPlan of(JsonNode body) {
        String kind = body.path("kind").asText("");
        if (!kind.equals("mixed") && !kind.equals("flash-sale")) {
            throw ControlException.invalid("kind is mixed or flash-sale");
        }
        return new CrowdPlan(
                number(body, "buyers", 1, MOST_BUYERS),
                Duration.ofSeconds(number(body, "seconds", LEAST_SECONDS, MOST_SECONDS)),
                kind.equals("flash-sale"));
    }

    private static int number(JsonNode body, String name, int least, int most) {
        JsonNode value = body.path(name);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw ControlException.invalid(name + " is a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    String kind() {
        return flashSale ? "flash-sale" : "mixed";
    }
}
