package dev.souk.traffic.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.souk.traffic.TrafficException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The runner's own requests to a shop over HTTP, besides the load: tokens, products, single orders. */
public final class ShopClient implements AutoCloseable {
    public static final JsonMapper JSON = JsonMapper.builder().build();
    /** More customers than a limit on the open orders of each would notice. */
    private static final int CUSTOMERS = 500;

    private static final Duration ANSWER = Duration.ofSeconds(40);
    private static final Duration IMPORT = Duration.ofMinutes(15);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    public ShopClient(String url) {
        this.url = url;
    }

    public record Answer(int status, String text) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new TrafficException("not JSON: " + text, e);
            }
        }

        public Answer require(int expected) {
            if (status != expected) {
                throw new TrafficException("the shop answered " + status + ": " + text);
            }
            return this;
        }
    }

    public Answer send(String method, String path, String token, List<String> headers, String body)
            throws InterruptedException {
        return send(
                method,
                path,
                token,
                headers,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                ANSWER);
    }

    private Answer send(
            String method, String path, String token, List<String> headers, BodyPublisher body, Duration limit)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(limit).method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new TrafficException(method + " " + url + path + " failed: " + e, e);
        }
    }

    public String token(String subject, String role) throws InterruptedException {
        return send(
                        "POST",
                        "/dev/tokens",
                        "",
                        List.of("Content-Type", "application/json"),
                        "{\"sub\":\"%s\",\"roles\":[\"%s\"]}".formatted(subject, role))
                .require(200)
                .json()
                .path("token")
                .asText();
    }

    /** A file with a token of each customer, for the scripts. */
    public Path customers(Path folder) throws InterruptedException {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            tokens.add(token("traffic-" + i, "customer"));
        }
        try {
            return Files.write(folder.resolve("tokens.txt"), tokens);
        } catch (IOException e) {
            throw new TrafficException("the tokens cannot be written: " + e.getMessage(), e);
        }
    }

    public static String sku(int rank) {
        return String.format(Locale.ROOT, "T-%06d", rank);
    }

    /** Products T-000001 to T-count, each with more stock than buyers can buy, and one more of {@code scarce} units. */
    public void fill(int count, long stock, long scarce) throws InterruptedException {
        StringBuilder lines = new StringBuilder(count * 180);
        for (int i = 1; i <= count + 1; i++) {
            lines.append("{\"sku\":\"")
                    .append(sku(i))
                    .append("\",\"name\":\"Traffic item ")
                    .append(i)
                    .append("\",\"description\":\"Something that is looked at and bought under load.\",")
                    .append("\"category\":\"traffic\",\"price\":{\"amount\":250,\"currency\":\"GBP\"},\"stock\":")
                    .append(i <= count ? stock : scarce)
                    .append("}\n");
        }
        JsonNode report = send(
                        "POST",
                        "/v1/products/import",
                        token("traffic", "merchant"),
                        List.of("Content-Type", "application/x-ndjson"),
                        BodyPublishers.ofByteArray(lines.toString().getBytes(StandardCharsets.UTF_8)),
                        IMPORT)
                .require(200)
                .json();
        if (report.path("skipped").asInt() > 0) {
            throw new TrafficException("the shop skipped products: " + report);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
