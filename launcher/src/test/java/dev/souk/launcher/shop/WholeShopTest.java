package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One node with every role on real servers, bought from over HTTP. */
class WholeShopTest {
    private static Settings settings;
    private static Node node;
    private static Shop shop;

    @BeforeAll
    static void open() {
        settings = ShopSettings.load(ShopSettings.of("whole_shop", Map.of()));
        node = Audits.await(Node.start(settings));
        shop = new Shop("http://127.0.0.1:" + settings.http().port());
    }

    @AfterAll
    static void close() {
        Audits.await(node.stop());
    }

    private static String placed(Answer answer) {
        return Shop.require(201, answer).body().get("id").asText();
    }

    private static List<String> events(JsonNode order) {
        List<String> events = new ArrayList<>();
        order.get("timeline").forEach(entry -> events.add(entry.get("event").asText()));
        return events;
    }

    @Test
    void anOrderIsConfirmedAndCapturedThroughAllOfKafka() {
        shop.stock("lamp", 250, 10);

        Answer answer = shop.order("ann", "lamp-1", "tok_ok", "[" + Shop.line("lamp", 3) + "]")
                .join();
        String id = placed(answer);
        assertThat(UUID.fromString(id).version()).as("random").isEqualTo(4);
        assertThat(answer.body().get("status").asText()).isEqualTo("PENDING");
        assertThat(shop.settled("ann", id).get("status").asText()).isEqualTo("CONFIRMED");

        JsonNode order = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> shop.get("ann", id), paid -> events(paid).contains("payment.captured"));
        assertThat(events(order))
                .containsExactly("order.placed", "order.reserved", "order.confirmed", "payment.captured");
        assertThat(order.at("/payment/captured/amount").asLong()).isEqualTo(750);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(shop.level("lamp").get("sold").asLong()).isEqualTo(3));
        assertThat(shop.level("lamp").get("available").asLong()).isEqualTo(7);
    }

    @Test
    void anOrderThatStockCannotGiveIsRejectedWithTheReasonOnItsLine() {
        shop.stock("rug", 900, 2);
        shop.stock("mat", 900, 50);

        String id =
                placed(shop.order("bob", "rug-1", "tok_ok", "[" + Shop.line("mat", 1) + "," + Shop.line("rug", 3) + "]")
                        .join());

        JsonNode order = shop.settled("bob", id);
        assertThat(order.get("status").asText()).isEqualTo("REJECTED");
        assertThat(order.at("/lines/0/reason").isMissingNode()).isTrue();
        assertThat(order.at("/lines/1/reason").asText()).isEqualTo("insufficient");
        assertThat(shop.level("rug").get("available").asLong()).isEqualTo(2);
        assertThat(shop.level("mat").get("available").asLong())
                .as("all or nothing")
                .isEqualTo(50);
    }

    @Test
    void aDeclinedCardGivesTheStockBack() {
        shop.stock("vase", 4000, 5);

        String id = placed(shop.order("cat", "vase-1", "tok_declined", "[" + Shop.line("vase", 2) + "]")
                .join());

        JsonNode order = shop.settled("cat", id);
        assertThat(order.get("status").asText()).isEqualTo("PAYMENT_FAILED");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(shop.level("vase").get("available").asLong()).isEqualTo(5));
        assertThat(shop.level("vase").get("held").asLong()).isZero();
    }

    @Test
    void anOrderKeepsItsCopyOfWhatIsNotForSaleAnyMore() {
        shop.stock("scarf", 1500, 5);
        String id = placed(shop.order("eve", "scarf-1", "tok_ok", "[" + Shop.line("scarf", 1) + "]")
                .join());
        Shop.require(
                204,
                shop.send("DELETE", "/v1/products/scarf", shop.token("merchant", "merchant"), Map.of(), null)
                        .join());

        JsonNode order = shop.settled("eve", id);

        assertThat(order.at("/lines/0/name").asText()).isEqualTo("The scarf");
        assertThat(order.at("/lines/0/unitPrice/amount").asLong()).isEqualTo(1500);
    }

    @Test
    void theSameSkuTwiceInOneOrderIsSummed() {
        shop.stock("cup A#1", 100, 5);

        String most = placed(shop.order(
                        "dan", "cups-1", "tok_ok", "[" + Shop.line("cup A#1", 3) + "," + Shop.line("cup A#1", 2) + "]")
                .join());
        assertThat(shop.settled("dan", most).get("status").asText()).isEqualTo("CONFIRMED");
        assertThat(shop.level("cup A#1").get("available").asLong()).isZero();
    }

    /** A buyer that comes once the SKU is known to be sold out gets a 409; the other orders settle. */
    private static String outcome(String buyer, Answer answer) {
        if (answer.status() == 409) {
            return answer.body().get("code").asText();
        }
        String status = shop.settled(buyer, placed(answer)).get("status").asText();
        assertThat(status).isIn("CONFIRMED", "REJECTED");
        return status;
    }

    @Test
    void twoHundredBuyersOfFiftyUnitsGetExactlyFifty() {
        shop.stock("ticket", 5000, 50);
        List<CompletableFuture<Answer>> buyers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            buyers.add(shop.order("fan-" + i, "ticket", "tok_ok", "[" + Shop.line("ticket", 1) + "]"));
        }
        Map<String, Integer> outcomes = new HashMap<>();
        for (int i = 0; i < buyers.size(); i++) {
            outcomes.merge(outcome("fan-" + i, buyers.get(i).join()), 1, Integer::sum);
        }

        assertThat(outcomes.remove("CONFIRMED")).isEqualTo(50);
        assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum())
                .as("refused at once, or rejected by stock: %s", outcomes)
                .isEqualTo(150);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(shop.level("ticket").get("sold").asLong()).isEqualTo(50));
        Audits.assertClean(settings);
    }
}
