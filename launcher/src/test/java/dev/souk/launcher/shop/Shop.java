package dev.souk.launcher.shop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** A shop as its users see it: over HTTP, with the tokens of a development issuer. */
public final class Shop {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final String url;

    public Shop(String url) {
        this.url = url;
    }

    /** An answer: its status and, where there is one, its body. */
    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        static Answer of(HttpResponse<String> response) {
            try {
                String text = response.body();
                return new Answer(
                        response.statusCode(), Json.MAPPER.readTree(text.isEmpty() ? "null" : text), response);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + response.body(), e);
            }
        }
    }

    public String token(String subject, String role) {
        return tokens.computeIfAbsent(subject + "/" + role, key -> {
            String body = Json.text(Map.of("sub", subject, "roles", new String[] {role}));
            Answer answer = require(
                    200, send("POST", "/dev/tokens", null, Map.of(), body).join());
            return answer.body().get("token").asText();
        });
    }

    /** The content at a path, as text. */
    public String raw(String path) {
        return http.sendAsync(
                        HttpRequest.newBuilder(URI.create(url + path))
                                .timeout(TIMEOUT)
                                .build(),
                        BodyHandlers.ofString())
                .join()
                .body();
    }

    public CompletableFuture<Answer> send(
            String method, String path, String token, Map<String, String> headers, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
        if (token != null) {
            request.header("authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("content-type", "application/json").method(method, BodyPublishers.ofString(body));
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Answer::of);
    }

    /** Puts a product on sale and its units into stock. */
    public void stock(String sku, long price, long units) {
        String merchant = token("merchant", "merchant");
        String path = URLEncoder.encode(sku, StandardCharsets.UTF_8).replace("+", "%20");
        String product =
                "{\"name\":\"The %s\",\"description\":\"\",\"category\":\"test\",\"price\":{\"amount\":%d,\"currency\":\"GBP\"}}"
                        .formatted(sku, price);
        require(
                201,
                send("PUT", "/v1/products/" + path, merchant, Map.of(), product).join());
        if (units > 0) {
            require(
                    201,
                    send(
                                    "POST",
                                    "/v1/stock/" + path + "/receipts",
                                    merchant,
                                    Map.of("Idempotency-Key", "first-" + path),
                                    "{\"quantity\":%d}".formatted(units))
                            .join());
        }
    }

    public JsonNode level(String sku) {
        String path = URLEncoder.encode(sku, StandardCharsets.UTF_8).replace("+", "%20");
        return require(
                        200,
                        send("GET", "/v1/stock/" + path, token("merchant", "merchant"), Map.of(), null)
                                .join())
                .body();
    }

    public CompletableFuture<Answer> order(String customer, String key, String cardToken, String lines) {
        String body = "{\"lines\":%s,\"payment\":{\"token\":\"%s\"}}".formatted(lines, cardToken);
        return send("POST", "/v1/orders", token(customer, "customer"), Map.of("Idempotency-Key", key), body);
    }

    public static String line(String sku, long quantity) {
        return "{\"sku\":\"%s\",\"quantity\":%d}".formatted(sku, quantity);
    }

    public JsonNode get(String customer, String id) {
        return require(
                        200,
                        send("GET", "/v1/orders/" + id, token(customer, "customer"), Map.of(), null)
                                .join())
                .body();
    }

    /** Waits until the order is neither PENDING nor RESERVED. */
    public JsonNode settled(String customer, String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> get(customer, id), order -> {
                    String status = order.get("status").asText();
                    return !status.equals("PENDING") && !status.equals("RESERVED");
                });
    }

    public static Answer require(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", not " + answer.status() + " " + answer.body());
        }
        return answer;
    }
}
