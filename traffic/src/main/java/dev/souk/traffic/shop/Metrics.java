package dev.souk.traffic.shop;

import dev.souk.traffic.TrafficException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node's counters and gauges at one moment, from the text format of Prometheus. */
public record Metrics(Map<String, Double> samples) {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    public static Metrics read(String managementUrl) throws InterruptedException {
        URI metrics = URI.create(managementUrl + "/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(metrics).timeout(ANSWER).build();
            return parse(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new TrafficException(metrics + " does not answer: " + e, e);
        }
    }

    public static Metrics parse(String text) {
        Map<String, Double> samples = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#") && line.contains(" ")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
        });
        return new Metrics(Map.copyOf(samples));
    }

    /** The sums of a family by the values of one label, less those of an earlier reading. */
    public Map<String, Double> since(Metrics earlier, String family, String label) {
        Map<String, Double> sums = new TreeMap<>();
        samples.forEach((name, value) -> {
            if (name.startsWith(family + "{") || name.equals(family)) {
                double grown = value - earlier.samples.getOrDefault(name, 0.0);
                if (grown > 0) {
                    sums.merge(label(name, label), grown, Double::sum);
                }
            }
        });
        return sums;
    }

    public double sum(String family) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().startsWith(family + "{")
                        || sample.getKey().equals(family))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static String label(String name, String label) {
        Matcher labels = LABEL.matcher(name);
        while (labels.find()) {
            if (labels.group(1).equals(label)) {
                return labels.group(2);
            }
        }
        return "";
    }
}
