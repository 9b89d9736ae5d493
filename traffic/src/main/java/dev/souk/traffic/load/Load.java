package dev.souk.traffic.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.traffic.TrafficException;
import dev.souk.traffic.process.Programs;
import dev.souk.traffic.shop.ShopClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One run of wrk with one of the scripts.
 *
 * @param script its name without {@code .lua}
 * @param patience seconds that an order is waited for; 0: it is answered when it is durable
 */
public record Load(String url, String script, int connections, int seconds, int products, Path tokens, int patience) {
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final String MARK = "TRAFFIC ";

    /**
     * The result that wrk reports; times in milliseconds.
     *
     * @param statuses counted by the script, empty where it does not
     * @param failed answers of 400 and above, and connections that broke or timed out
     */
    public record Result(
            long requests,
            double seconds,
            double p50,
            double p95,
            double p99,
            Map<String, Long> statuses,
            long failed) {
        public double perSecond() {
            return requests / seconds;
        }

        /** Answers with this status in a second; without a count of statuses all that did not fail. */
        public double perSecond(String status) {
            return (statuses.isEmpty() ? requests - failed : statuses.getOrDefault(status, 0L)) / seconds;
        }
    }

    public Load url(String other) {
        return new Load(other, script, connections, seconds, products, tokens, patience);
    }

    public Load seconds(int other) {
        return new Load(url, script, connections, other, products, tokens, patience);
    }

    public Load waiting(int other) {
        return new Load(url, script, connections, seconds, products, tokens, other);
    }

    public Load connections(int other) {
        return new Load(url, script, other, seconds, products, tokens, patience);
    }

    public Load script(String other) {
        return new Load(url, other, connections, seconds, products, tokens, patience);
    }

    public Result run(Path root) throws InterruptedException {
        Path scripts = root.resolve("traffic").resolve("scripts");
        Map<String, String> environment = new HashMap<>();
        environment.put("TRAFFIC_SCRIPTS", scripts.toString());
        environment.put("TRAFFIC_SKUS", Integer.toString(products));
        environment.put("TRAFFIC_TOKENS", tokens.toString());
        environment.put("TRAFFIC_RUN", UUID.randomUUID().toString().substring(0, 8));
        if (patience > 0) {
            environment.put("TRAFFIC_WAIT", Integer.toString(patience));
        }
        List<String> command = List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "35s",
                "--latency",
                "-s",
                scripts.resolve(script + ".lua").toString(),
                url);
        Programs.Ended ended =
                Programs.run(command, environment, Duration.ofSeconds(seconds).plus(GRACE));
        return parse(ended.output());
    }

    public static Result parse(String output) {
        String line = output.lines()
                .filter(it -> it.startsWith(MARK))
                .findFirst()
                .orElseThrow(() -> new TrafficException("wrk did not do its work: " + output.strip()));
        try {
            JsonNode json = ShopClient.JSON.readTree(line.substring(MARK.length()));
            Map<String, Long> statuses = new TreeMap<>();
            json.path("statuses")
                    .properties()
                    .forEach(it -> statuses.put(it.getKey(), it.getValue().asLong()));
            return new Result(
                    json.path("requests").asLong(),
                    json.path("seconds").asDouble(),
                    json.path("p50").asDouble(),
                    json.path("p95").asDouble(),
                    json.path("p99").asDouble(),
                    statuses,
                    json.path("non2xx").asLong() + json.path("socket").asLong());
        } catch (IOException e) {
            throw new TrafficException("wrk's figures are not to be read: " + line, e);
        }
    }
}
