package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Carts over HTTP, on a node with every role. */
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
