package dev.souk.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.souk.bus.Json;
import dev.souk.bus.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * Calls the shop over HTTP. Blocks the calling thread, which should be a virtual one where there are many; safe to use
 * from all of them.
 *
 * <p>A call that gets no answer fails with {@link UnavailableException}; whether it had an effect is unknown then.
 */
public final class ShopClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration CALL = Duration.ofSeconds(35);
    private static final Duration STREAM = Duration.ofHours(1);
    private static final String JSON = "application/json";

    private final URI shop;
    private final HttpClient http;

    /** @param shop such as {@code http://127.0.0.1:8888} */
    public ShopClient(URI shop) {
        this.shop = shop;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    public URI shop() {
        return shop;
    }

    /** @throws IllegalStateException when the shop gives no tokens, as every real deployment */
    public String devToken(String subject, List<String> roles) throws InterruptedException {
        Answer answer = post("/dev/tokens", Map.of(), Map.of("sub", subject, "roles", roles));
        if (!answer.ok()) {
            throw new IllegalStateException(
                    shop + " gives no development token (" + answer.problem() + "): use --token");
        }
        return answer.body().path("token").asText();
    }

    public Answer get(String path, String token) throws InterruptedException {
        return send(request(path, CALL, bearer(token)).GET().build());
    }

    public Answer post(String path, Map<String, String> headers, Object body) throws InterruptedException {
        return send(request(path, CALL, headers)
                .header("content-type", JSON)
                .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    }

    /** Sends a body of any length; the shop reads it as it comes. */
    public Answer stream(String path, String token, String contentType, BodyPublisher body)
            throws InterruptedException {
        return send(request(path, STREAM, bearer(token))
                .header("content-type", contentType)
                .POST(body)
                .build());
    }

    public static Map<String, String> bearer(String token) {
        return token.isEmpty() ? Map.of() : Map.of("authorization", "Bearer " + token);
    }

    private HttpRequest.Builder request(String path, Duration limit, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(shop.resolve(path)).timeout(limit).header("accept", JSON);
        headers.forEach(request::header);
        return request;
    }

    private Answer send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            long retryAfter = response.headers()
                    .firstValue("retry-after")
                    .filter(value -> value.matches("\\d{1,6}"))
                    .map(Long::valueOf)
                    .orElse(0L);
            return new Answer(response.statusCode(), json(response.body()), retryAfter);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new UnavailableException(shop + " does not answer: " + reason);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
