package dev.souk.traffic.shop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.traffic.TrafficException;
import dev.souk.traffic.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The result of {@code souk audit} for a shop.
 *
 * @param text for people: the checks that fail, or that none does
 */
public record Audit(boolean ok, String text) {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    public static Audit of(Path root, ShopProcess shop) throws InterruptedException {
        Programs.Ended ended = Programs.run(
                List.of(
                        root.resolve("souk").toString(),
                        "audit",
                        "--json",
                        "--port-offset",
                        Integer.toString(shop.offset())),
                Map.of(),
                LIMIT);
        int start = ended.output().indexOf('{');
        if (start < 0) {
            throw new TrafficException(
                    "souk audit gave no verdict: " + ended.output().strip());
        }
        try {
            JsonNode report = ShopClient.JSON.readTree(ended.output().substring(start));
            List<String> broken = new ArrayList<>();
            for (JsonNode check : report.path("checks")) {
                if (!check.path("ok").asBoolean()) {
                    broken.add(check.path("name").asText() + " "
                            + check.path("violations").size());
                }
            }
            boolean ok = report.path("ok").asBoolean();
            int checks = report.path("checks").size();
            return new Audit(ok, ok ? "clean (" + checks + " checks)" : "BROKEN: " + String.join(", ", broken));
        } catch (IOException e) {
            throw new TrafficException("souk audit's report is not to be read: " + e.getMessage(), e);
        }
    }
}
