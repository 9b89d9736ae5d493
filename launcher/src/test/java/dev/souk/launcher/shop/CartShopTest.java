package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Carts over HTTP, and the orders that they become, on a node with every role. */
class CartShopTest {
    private static Settings settings;
    private static Node node;
    private static Shop shop;

    @BeforeAll
    static void open() {
        settings = ShopSettings.load(ShopSettings.of("cart_shop", Map.of()));
        node = Audits.await(Node.start(settings));
        shop = new Shop("http://127.0.0.1:" + settings.http().port());
        shop.stock("tea", 300, 100);
        shop.stock("pot", 2500, 100);
        shop.stock("cup", 450, 100);
    }

    @AfterAll
    static void close() {
        Audits.await(node.stop());
    }

    private static Answer call(String method, String path, String customer, Map<String, String> headers, String body) {
        String token = customer == null ? null : shop.token(customer, "customer");
        return shop.send(method, path, token, headers, body).join();
    }

    private static String opened(int status, String customer) {
        return Shop.require(status, call("POST", "/v1/carts", customer, Map.of(), null))
                .body()
                .get("id")
                .asText();
    }

    private static Answer set(String cart, String customer, String sku, int quantity) {
        return call(
                "PUT", "/v1/carts/" + cart + "/lines/" + sku, customer, Map.of(), "{\"quantity\":" + quantity + "}");
    }

    private static String etag(Answer answer) {
        return answer.raw().headers().firstValue("etag").orElseThrow();
    }

    @Test
    void aGuestFillsACartThatBelongsToWhoeverKnowsItsId() {
        String cart = opened(201, null);
        assertThat(UUID.fromString(cart).version())
                .as("random, and when it was given")
                .isEqualTo(8);
        Shop.require(200, set(cart, null, "tea", 2));
        JsonNode filled = Shop.require(200, set(cart, "anybody", "pot", 1)).body();

        assertThat(filled.at("/total/amount").asLong()).isEqualTo(3100);
        JsonNode read = Shop.require(200, call("GET", "/v1/carts/" + cart, null, Map.of(), null))
                .body();
        assertThat(read).isEqualTo(filled);
        assertThat(read.at("/lines/0/sku").asText()).isEqualTo("tea");
        assertThat(read.at("/lines/1/lineTotal/amount").asLong()).isEqualTo(2500);
    }

    @Test
    void aCustomerHasOneCartWhichNobodyElseSees() {
        String cart = opened(201, "one");
        Shop.require(200, set(cart, "one", "tea", 1));

        assertThat(opened(200, "one")).isEqualTo(cart);
        for (String other : new String[] {null, "two"}) {
            Answer read = call("GET", "/v1/carts/" + cart, other, Map.of(), null);
            assertThat(Shop.require(404, read).body().get("code").asText()).isEqualTo("cart_not_found");
            Shop.require(404, set(cart, other, "tea", 5));
            Shop.require(404, call("DELETE", "/v1/carts/" + cart + "/lines/tea", other, Map.of(), null));
        }
        Shop.require(404, call("POST", "/v1/carts/" + cart + "/merge", "two", Map.of(), null));
        Answer own = Shop.require(200, call("GET", "/v1/carts/" + cart, "one", Map.of(), null));
        assertThat(own.body().at("/lines/0/quantity").asInt()).isEqualTo(1);
    }

    @Test
    void ifMatchGuardsAgainstLostUpdates() {
        String cart = opened(201, null);
        String seen = etag(Shop.require(200, set(cart, null, "tea", 1)));
        Answer mine =
                call("PUT", "/v1/carts/" + cart + "/lines/tea", null, Map.of("If-Match", seen), "{\"quantity\":2}");
        Answer late = call("DELETE", "/v1/carts/" + cart + "/lines/tea", null, Map.of("If-Match", seen), null);

        assertThat(etag(Shop.require(200, mine))).isNotEqualTo(seen);
        assertThat(etag(Shop.require(412, late))).isEqualTo(etag(mine));
        assertThat(call("GET", "/v1/carts/" + cart, null, Map.of(), null)
                        .body()
                        .at("/lines/0/quantity")
                        .asInt())
                .isEqualTo(2);
        Answer empty = call("DELETE", "/v1/carts/" + cart + "/lines/tea", null, Map.of("If-Match", etag(mine)), null);
        assertThat(Shop.require(200, empty).body().get("lines")).isEmpty();
        Shop.require(404, call("DELETE", "/v1/carts/" + cart + "/lines/tea", null, Map.of(), null));
        Shop.require(422, set(cart, null, "unheard-of", 1));
    }

    private static Answer order(String customer, String key, String cart, String card) {
        return call(
                "POST",
                "/v1/orders",
                customer,
                Map.of("Idempotency-Key", key, "Prefer", "wait=1"),
                "{\"cartId\":\"%s\",\"payment\":{\"token\":\"%s\"}}".formatted(cart, card));
    }

    private static JsonNode cart(String id, String customer) {
        return Shop.require(200, call("GET", "/v1/carts/" + id, customer, Map.of(), null))
                .body();
    }

    @Test
    void aConfirmedOrderTakesOnlyWhatItBoughtOutOfTheCart() {
        String cart = opened(201, "ola");
        Shop.require(200, set(cart, "ola", "tea", 2));
        Shop.require(200, set(cart, "ola", "pot", 1));
        Answer first = Shop.require(201, order("ola", "o-1", cart, "tok_slow"));
        String id = first.body().get("id").asText();
        assertThat(first.body().at("/total/amount").asLong()).isEqualTo(3100);

        Answer second = Shop.require(409, order("ola", "o-2", cart, "tok_ok"));
        assertThat(second.body().get("code").asText()).isEqualTo("cart_ordered");
        assertThat(second.body().get("orderId").asText()).isEqualTo(id);
        Shop.require(200, set(cart, "ola", "pot", 3));
        Shop.require(200, set(cart, "ola", "cup", 1));

        assertThat(shop.settled("ola", id).get("status").asText()).isEqualTo("CONFIRMED");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(cart(cart, "ola").get("lines"))
                        .extracting(line -> line.get("sku").asText() + " " + line.get("quantity"))
                        .containsExactly("pot 3", "cup 1"));
        Answer again = Shop.require(201, order("ola", "o-1", cart, "tok_slow"));
        assertThat(again.body().get("id").asText()).isEqualTo(id);
        assertThat(again.raw().headers().firstValue("idempotent-replayed")).contains("true");
    }

    @Test
    void aReplayFindsItsOrderAfterTheCartWasEmptied() {
        String cart = opened(201, "pia");
        Shop.require(200, set(cart, "pia", "tea", 1));
        String id = Shop.require(201, order("pia", "p-1", cart, "tok_ok"))
                .body()
                .get("id")
                .asText();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> cart(cart, "pia").get("lines").isEmpty());

        Answer empty = Shop.require(422, order("pia", "p-2", cart, "tok_ok"));
        assertThat(empty.body().get("code").asText()).isEqualTo("cart_empty");
        assertThat(Shop.require(201, order("pia", "p-1", cart, "tok_ok"))
                        .body()
                        .get("id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void aDeclinedOrderLeavesTheCartAndAChangedCartCanBeOrderedAgain() {
        String cart = opened(201, null);
        Shop.require(200, set(cart, null, "tea", 1));
        String declined = Shop.require(201, order("quin", "q-1", cart, "tok_declined"))
                .body()
                .get("id")
                .asText();
        assertThat(shop.settled("quin", declined).get("status").asText()).isEqualTo("PAYMENT_FAILED");
        assertThat(cart(cart, null).get("lines")).hasSize(1);
        assertThat(Shop.require(409, order("quin", "q-2", cart, "tok_ok"))
                        .body()
                        .get("orderId")
                        .asText())
                .isEqualTo(declined);

        Shop.require(200, set(cart, null, "tea", 1));

        Shop.require(201, order("quin", "q-2", cart, "tok_ok"));
    }

    @Test
    void onlyACartThatTheCustomerSeesCanBeOrdered() {
        String cart = opened(201, "rob");
        Shop.require(200, set(cart, "rob", "tea", 1));

        assertThat(Shop.require(404, order("sue", "s-1", cart, "tok_ok"))
                        .body()
                        .get("code")
                        .asText())
                .isEqualTo("cart_not_found");
    }

    @Test
    void expectedTotalProtectsFromAPriceThatChanged() {
        shop.stock("silk", 700, 10);
        String cart = opened(201, "tim");
        Shop.require(200, set(cart, "tim", "silk", 2));
        String merchant = shop.token("merchant", "merchant");
        Shop.require(
                200,
                shop.send(
                                "PUT",
                                "/v1/products/silk",
                                merchant,
                                Map.of(),
                                "{\"name\":\"Silk\",\"price\":{\"amount\":800,\"currency\":\"GBP\"}}")
                        .join());
        String body =
                "{\"cartId\":\"%s\",\"payment\":{\"token\":\"tok_ok\"},\"expectedTotal\":{\"amount\":%d,\"currency\":\"GBP\"}}";
        Map<String, String> key = Map.of("Idempotency-Key", "t-1");

        Answer refused = call("POST", "/v1/orders", "tim", key, body.formatted(cart, 1400));

        assertThat(Shop.require(409, refused).body().get("code").asText()).isEqualTo("total_changed");
        assertThat(refused.body().at("/total/amount").asLong()).isEqualTo(1600);
        Answer accepted = call("POST", "/v1/orders", "tim", key, body.formatted(cart, 1600));
        assertThat(Shop.require(201, accepted).body().at("/total/amount").asLong())
                .isEqualTo(1600);
    }

    @Test
    void aGuestsCartGoesIntoTheCustomersOnce() {
        String own = opened(201, "mel");
        Shop.require(200, set(own, "mel", "tea", 999_999));
        String guest = opened(201, null);
        Shop.require(200, set(guest, null, "tea", 3));
        Shop.require(200, set(guest, null, "cup", 4));

        JsonNode merged = Shop.require(200, call("POST", "/v1/carts/" + guest + "/merge", "mel", Map.of(), null))
                .body();

        assertThat(merged.get("id").asText()).isEqualTo(own);
        assertThat(merged.at("/lines/0/quantity").asLong()).isEqualTo(1_000_000);
        assertThat(merged.at("/lines/1/quantity").asLong()).isEqualTo(4);
        assertThat(merged.at("/changes/0/reason").asText()).isEqualTo("quantity_limit");
        JsonNode again = Shop.require(200, call("POST", "/v1/carts/" + guest + "/merge", "mel", Map.of(), null))
                .body();
        assertThat(again.get("version")).isEqualTo(merged.get("version"));
        assertThat(again.get("changes")).isEmpty();
        assertThat(call("GET", "/v1/carts/" + guest, null, Map.of(), null)
                        .body()
                        .get("lines"))
                .isEmpty();
    }
}
