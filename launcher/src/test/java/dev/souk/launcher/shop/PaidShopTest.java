package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting, paying and giving back over HTTP, on a node with every role and the sandbox provider. */
class PaidShopTest {
    private static Settings settings;
    private static Node node;
    private static Shop shop;

    @BeforeAll
    static void open() {
        settings = ShopSettings.load(ShopSettings.of("paid_shop", Map.of()));
        node = Audits.await(Node.start(settings));
        shop = new Shop("http://127.0.0.1:" + settings.http().port());
        shop.stock("ring", 1000, 500);
    }

    @AfterAll
    static void close() {
        Audits.await(node.stop());
    }

    private static CompletableFuture<Answer> buy(String customer, String key, String card, int wait) {
        return shop.send(
                "POST",
                "/v1/orders",
                shop.token(customer, "customer"),
                Map.of("Idempotency-Key", key, "Prefer", "wait=" + wait),
                "{\"lines\":[%s],\"payment\":{\"token\":\"%s\"}}".formatted(Shop.line("ring", 1), card));
    }

    private static Answer operate(String method, String path, Map<String, String> headers, String body) {
        return shop.send(method, path, shop.token("olga", "operator"), headers, body)
                .join();
    }

    private static Answer refund(String order, String key, String body) {
        return operate("POST", "/v1/orders/" + order + "/refunds", Map.of("Idempotency-Key", key), body);
    }

    private static String captured(String customer, String card) {
        String id = Shop.require(201, buy(customer, "k", card, 15).join())
                .body()
                .get("id")
                .asText();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> shop.get(customer, id).at("/payment/status").asText(), "CAPTURED"::equals);
        return id;
    }

    private static String header(Answer answer, String name) {
        return answer.raw().headers().firstValue(name).orElse("");
    }

    @Test
    void preferWaitAnswersWithTheSettledOrder() {
        Answer confirmed = Shop.require(201, buy("ann", "a-1", "tok_ok", 25).join());
        Answer declined =
                Shop.require(201, buy("ann", "a-2", "tok_declined", 25).join());

        assertThat(confirmed.body().get("status").asText()).isEqualTo("CONFIRMED");
        assertThat(header(confirmed, "preference-applied")).isEqualTo("wait=25");
        assertThat(declined.body().get("status").asText()).isEqualTo("PAYMENT_FAILED");
        Answer replay = Shop.require(201, buy("ann", "a-1", "tok_ok", 25).join());
        assertThat(header(replay, "idempotent-replayed")).isEqualTo("true");
        assertThat(replay.body().get("status").asText()).isEqualTo("CONFIRMED");
    }

    @Test
    void fiftyRequestsWithOneKeyAreOneOrderAndFiftyEqualAnswers() {
        List<CompletableFuture<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            requests.add(buy("ben", "the-key", "tok_ok", 25));
        }
        Set<JsonNode> orders = new HashSet<>();
        int first = 0;
        for (CompletableFuture<Answer> request : requests) {
            Answer answer = Shop.require(201, request.join());
            assertThat(answer.body().get("status").asText()).isEqualTo("CONFIRMED");
            assertThat(header(answer, "location"))
                    .isEqualTo("/v1/orders/" + answer.body().get("id").asText());
            first += header(answer, "idempotent-replayed").isEmpty() ? 1 : 0;
            orders.add(equalParts(answer.body()));
        }

        assertThat(orders).hasSize(1);
        assertThat(first).isEqualTo(1);
        Answer list = shop.send("GET", "/v1/orders", shop.token("ben", "customer"), Map.of(), null)
                .join();
        assertThat(list.body().get("items")).hasSize(1);
        Answer other = buy("ben", "the-key", "tok_declined", 1).join();
        assertThat(Shop.require(422, other).body().get("code").asText()).isEqualTo("idempotency_key_reused");
    }

    /** The parts of the order that the capture, which follows, does not change. */
    private static JsonNode equalParts(JsonNode order) {
        ObjectNode parts = order.deepCopy();
        return parts.remove(List.of("payment", "timeline", "updatedAt"));
    }

    @Test
    void anUnknownCardIsRefusedBeforeThereIsAnOrder() {
        Answer refused = buy("cat", "c-1", "tok_made_up", 1).join();

        assertThat(Shop.require(422, refused).body().get("code").asText()).isEqualTo("unknown_card");
        Answer again = buy("cat", "c-1", "tok_ok", 25).join();
        assertThat(Shop.require(201, again).body().get("status").asText())
                .as("the refusal was not stored")
                .isEqualTo("CONFIRMED");
    }

    @Test
    void refundsGiveBackPartsAndThenTheRest() {
        String order = captured("dan", "tok_ok");
        assertThat(Shop.require(409, refund(order, "all", "{}"))
                        .body()
                        .get("code")
                        .asText())
                .as("not shipped: cancel instead")
                .isEqualTo("refund_not_allowed");
        Shop.require(200, operate("POST", "/v1/orders/" + order + "/ship", Map.of(), null));

        Answer part = Shop.require(201, refund(order, "part", "{\"amount\":300}"));
        assertThat(part.body().at("/amount/amount").asLong()).isEqualTo(300);
        Answer replay = Shop.require(201, refund(order, "part", " { \"amount\" : 300 } "));
        assertThat(replay.body().get("id")).isEqualTo(part.body().get("id"));
        assertThat(header(replay, "idempotent-replayed")).isEqualTo("true");
        Shop.require(422, refund(order, "part", "{\"amount\":301}"));
        Answer tooMuch = Shop.require(409, refund(order, "more", "{\"amount\":701}"));
        assertThat(tooMuch.body().get("code").asText()).isEqualTo("refund_too_large");
        assertThat(tooMuch.body().at("/left/amount").asLong()).isEqualTo(700);
        awaitRefunded("dan", order, 300);
        assertThat(shop.get("dan", order).get("status").asText()).isEqualTo("SHIPPED");

        assertThat(Shop.require(201, refund(order, "rest", "{}"))
                        .body()
                        .at("/amount/amount")
                        .asLong())
                .isEqualTo(700);
        awaitRefunded("dan", order, 1000);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> shop.get("dan", order).get("status").asText(), "REFUNDED"::equals);
        assertThat(Shop.require(201, refund(order, "part", "{\"amount\":300}"))
                        .body()
                        .get("status")
                        .asText())
                .as("a replay shows it as it is now")
                .isEqualTo("SUCCEEDED");
        Shop.require(409, refund(order, "nothing-left", "{}"));
    }

    private static void awaitRefunded(String customer, String order, long amount) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> shop.get(customer, order)
                                .at("/payment/refunded/amount")
                                .asLong(),
                        refunded -> refunded == amount);
    }

    @Test
    void aCancelledOrderIsNotRefundedAsItsReturnIsOwedAlready() {
        String order = captured("eve", "tok_ok");
        Shop.require(200, operate("POST", "/v1/orders/" + order + "/cancel", Map.of(), null));

        assertThat(Shop.require(409, refund(order, "r", "{\"amount\":1}"))
                        .body()
                        .get("code")
                        .asText())
                .isEqualTo("refund_not_allowed");
        awaitRefunded("eve", order, 1000);
    }

    @Test
    void refundsAreForOperatorsAndOrdersThatAre() {
        String order = captured("fay", "tok_ok");
        String own = shop.token("fay", "customer");
        Map<String, String> key = Map.of("Idempotency-Key", "r");

        Shop.require(
                403,
                shop.send("POST", "/v1/orders/" + order + "/refunds", own, key, "{\"amount\":1}")
                        .join());
        Shop.require(404, refund("6f1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11", "r", "{\"amount\":1}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_webhook_first", "tok_webhook_twice"})
    void webhooksReachTheShopAndPayOnce(String card) {
        double before = webhooks();

        String order = captured("gus-" + card, card);

        JsonNode paid = shop.get("gus-" + card, order);
        assertThat(paid.at("/payment/captured/amount").asLong()).isEqualTo(1000);
        assertThat(paid.get("timeline"))
                .extracting(entry -> entry.get("event").asText())
                .containsExactly("order.placed", "order.reserved", "order.confirmed", "payment.captured");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(PaidShopTest::webhooks, taken -> taken >= before + (card.endsWith("twice") ? 2 : 1));
        Audits.assertClean(settings);
    }

    /** The number of signed webhooks that the shop took, by its metrics. */
    private static double webhooks() {
        URI metrics = URI.create("http://127.0.0.1:" + settings.management().port() + "/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("souk_payment_webhooks_total{")
                            && (line.contains("outcome=\"news\"") || line.contains("outcome=\"old\"")))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
