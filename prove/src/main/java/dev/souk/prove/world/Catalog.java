package dev.souk.prove.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.souk.prove.run.RunOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;

/** Puts the goods on the shelves as a merchant does it, over HTTP: any shop that has the API can be filled. */
final class Catalog {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int CENTS = 105;

    private final HttpClient http;
    private final URI shop;

    private Catalog(HttpClient http, URI shop) {
        this.http = http;
        this.shop = shop;
    }

    /** @throws WorldException when the shop does not take them */
    static void fill(URI shop, RunOptions options) throws InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Catalog catalog = new Catalog(http, shop);
            String merchant = catalog.send(
                            "POST", "/dev/tokens", "", "", "{\"sub\": \"prove\", \"roles\": [\"merchant\"]}")
                    .path("token")
                    .asText();
            for (int i = 1; i <= options.skus(); i++) {
                String sku = String.format(Locale.ROOT, "SKU-%04d", i);
                String product = """
                        {"name": "Thing %d", "description": "", "category": "things",
                         "price": {"amount": %d, "currency": "GBP"}}
                        """.formatted(i, CENTS * i);
                catalog.send("PUT", "/v1/products/" + sku, merchant, "", product);
                String receipt = "{\"quantity\": " + options.stockPerSku() + "}";
                catalog.send("POST", "/v1/stock/" + sku + "/receipts", merchant, "opening-" + sku, receipt);
            }
        } catch (IOException e) {
            throw new WorldException("The shop cannot be filled: " + e, e);
        }
    }

    private JsonNode send(String method, String path, String bearer, String key, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(shop.resolve(path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new WorldException("The shop cannot be filled: " + method + " " + path + " is answered "
                    + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
