package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.souk.bus.Json;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The events of an order reach the merchant's system: from the HTTP request to another HTTP server. */
class WebhookShopTest {
    private static final List<Told> TOLD = new CopyOnWriteArrayList<>();

    private final EventsDocument document = EventsDocument.read();

    private static HttpServer receiver;
    private static Settings settings;
    private static Node node;
    private static Shop shop;

    /** A request as it came. */
    private record Told(String id, String timestamp, String signature, String body) {
        JsonNode json() throws IOException {
            return Json.MAPPER.readTree(body);
        }

        /** The signature as a receiver computes it: not by the code that is tested. */
        String expected(String secret) throws Exception {
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        }
    }

    @BeforeAll
    static void open() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hooks", WebhookShopTest::take);
        receiver.start();
        settings = ShopSettings.load(ShopSettings.of("webhook_shop", Map.of("webhooks.allow-private", "true")));
        node = Audits.await(Node.start(settings));
        shop = new Shop("http://127.0.0.1:" + settings.http().port());
        shop.stock("hooked", 500, 100);
    }

    @AfterAll
    static void close() {
        receiver.stop(0);
        Audits.await(node.stop());
    }

    private static void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            TOLD.add(new Told(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private static Answer operate(String method, String path, String body) {
        return shop.send(method, path, shop.token("olga", "operator"), Map.of(), body)
                .join();
    }

    private static boolean isWhole(String order) throws IOException {
        Set<String> types = new HashSet<>();
        for (Told told : TOLD) {
            if (told.json().at("/data/order/id").asText().equals(order)) {
                types.add(told.json().get("type").asText());
            }
        }
        return types.containsAll(Set.of("order.placed", "order.reserved", "order.confirmed"));
    }

    @Test
    void anOrdersWebhooksReachTheReceiverSignedAndAsTheDocumentsSay() throws Exception {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hooks";
        Answer made = Shop.require(
                201, operate("POST", "/v1/webhooks", "{\"url\":\"" + url + "\",\"events\":[\"order.*\"]}"));
        String secret = made.body().get("secret").asText();
        String webhook = "/v1/webhooks/" + made.body().get("id").asText();

        String order = Shop.require(
                        201,
                        shop.order("ann", "hooked-1", "tok_ok", "[" + Shop.line("hooked", 2) + "]")
                                .join())
                .body()
                .get("id")
                .asText();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isWhole(order));

        JsonNode seen = shop.get("ann", order);
        for (Told told : TOLD) {
            assertThat(told.signature()).isEqualTo(told.expected(secret));
            assertThat(document.findings("orderWebhook", told.json())).isEmpty();
            JsonNode step = seen.get("timeline").get(told.json().at("/data/seq").asInt() - 1);
            assertThat(told.json().get("type")).isEqualTo(step.get("event"));
            assertThat(unchanging(told.json().at("/data/order"))).isEqualTo(unchanging(seen));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Shop.require(200, operate("GET", webhook + "/deliveries", null))
                                .body()
                                .get("items"))
                        .isNotEmpty()
                        .allSatisfy(delivery -> {
                            assertThat(delivery.get("status").asText()).isEqualTo("DELIVERED");
                            assertThat(delivery.get("responseStatus").asInt()).isEqualTo(204);
                            assertThat(delivery.get("orderId").asText()).isEqualTo(order);
                        }));
        Shop.require(204, operate("DELETE", webhook, null));
    }

    /** The parts of an order that do not change meanwhile. */
    private static JsonNode unchanging(JsonNode order) {
        ObjectNode parts = order.deepCopy();
        return parts.remove(List.of("status", "payment", "timeline", "updatedAt"));
    }
}
