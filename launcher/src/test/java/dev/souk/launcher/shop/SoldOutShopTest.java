package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.embedded.FreePort;
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
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The answers to buyers that come too late, at each of two nodes of one cluster. */
class SoldOutShopTest {
    private static Settings settings;
    private static Node one;
    private static Node two;
    private static Shop first;
    private static Shop second;

    @BeforeAll
    static void open() {
        int portOfOne = FreePort.next();
        int portOfTwo = FreePort.next();
        String members = "127.0.0.1:" + portOfOne + ",127.0.0.1:" + portOfTwo;
        Map<String, String> raw = ShopSettings.of(
                "sold_out",
                Map.of("cluster.enabled", "true", "cluster.port", "" + portOfOne, "cluster.members", members));
        settings = ShopSettings.load(raw);
        Map<String, String> other = new HashMap<>(raw);
        other.put("node.name", "sold-out-2");
        other.put("cluster.port", "" + portOfTwo);
        other.put("sandbox.enabled", "false");
        other.put("http.port", Integer.toString(FreePort.next()));
        other.put("management.port", Integer.toString(FreePort.next()));
        var starting = Node.start(settings);
        two = Audits.await(Node.start(ShopSettings.load(other)));
        one = Audits.await(starting);
        first = new Shop("http://127.0.0.1:" + settings.http().port());
        second = new Shop("http://127.0.0.1:" + other.get("http.port"));
    }

    @AfterAll
    static void close() {
        Audits.await(two.stop());
        Audits.await(one.stop());
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    private static Answer order(Shop at, String buyer, String key, String... skus) {
        return at.order(buyer, key, "tok_ok", lines(skus)).join();
    }

    private static String lines(String... skus) {
        List<String> lines = new ArrayList<>();
        for (String sku : skus) {
            lines.add(Shop.line(sku, 1));
        }
        return "[" + String.join(",", lines) + "]";
    }

    private static String placed(Answer answer) {
        return Shop.require(201, answer).body().get("id").asText();
    }

    /** Orders again until the node refuses: until it has heard that stock is out, stock rejects the order. */
    private static Answer awaitRefused(Shop at, String... skus) {
        return eventually()
                .until(() -> order(at, "late", UUID.randomUUID().toString(), skus), answer -> answer.status() == 409);
    }

    private static void receive(String sku, int units) {
        String merchant = first.token("merchant", "merchant");
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Shop.require(
                201,
                first.send("POST", "/v1/stock/" + sku + "/receipts", merchant, key, "{\"quantity\":" + units + "}")
                        .join());
    }

    @Test
    void whoComesTooLateIsToldWhatIsSoldOutUntilThereIsMore() {
        first.stock("clock", 900, 1);
        first.stock("chain", 900, 5);
        String last = placed(order(first, "ann", "clock-1", "clock"));
        assertThat(first.settled("ann", last).get("status").asText()).isEqualTo("CONFIRMED");
        for (Shop shop : List.of(first, second)) {
            Answer refused = awaitRefused(shop, "chain", "clock");
            assertThat(refused.body().get("code").asText()).isEqualTo("sold_out");
            assertThat(refused.body().get("errors"))
                    .hasSize(1)
                    .allSatisfy(error -> assertThat(error.get("field").asText()).isEqualTo("lines[1].sku"));

            Answer again = Shop.require(201, order(shop, "ann", "clock-1", "clock"));
            assertThat(again.body().get("id").asText()).isEqualTo(last);
            assertThat(again.raw().headers().firstValue("idempotent-replayed")).contains("true");
            Answer other = Shop.require(422, order(shop, "ann", "clock-1", "chain"));
            assertThat(other.body().get("code").asText()).isEqualTo("idempotency_key_reused");
        }

        receive("clock", 2);

        String atFirst = placed(order(first, "bob", "bob", "chain", "clock"));
        String atSecond = placed(order(second, "eve", "eve", "clock"));
        assertThat(first.settled("bob", atFirst).get("status").asText()).isEqualTo("CONFIRMED");
        assertThat(second.settled("eve", atSecond).get("status").asText()).isEqualTo("CONFIRMED");
    }

    @Test
    void whatACancelledOrderHeldIsSoldAgain() {
        first.stock("drum", 900, 1);
        String only = placed(order(first, "kim", "drum-1", "drum"));
        assertThat(first.settled("kim", only).get("status").asText()).isEqualTo("CONFIRMED");
        awaitRefused(second, "drum");

        Shop.require(
                200,
                first.send("POST", "/v1/orders/" + only + "/cancel", first.token("kim", "customer"), Map.of(), null)
                        .join());

        Answer next =
                eventually().until(() -> order(second, "lea", "drum-2", "drum"), answer -> answer.status() == 201);
        assertThat(second.settled("lea", placed(next)).get("status").asText()).isEqualTo("CONFIRMED");
    }

    @Test
    void aMereShortageIsStocksToDecide() {
        first.stock("harp", 900, 2);
        String most = placed(order(first, "max", "harp-1", "harp"));
        assertThat(first.settled("max", most).get("status").asText()).isEqualTo("CONFIRMED");

        String tooMany = placed(second.order("max", "harp-2", "tok_ok", "[" + Shop.line("harp", 2) + "]")
                .join());

        JsonNode rejected = second.settled("max", tooMany);
        assertThat(rejected.get("status").asText()).isEqualTo("REJECTED");
        assertThat(rejected.at("/lines/0/reason").asText()).isEqualTo("insufficient");
    }

    @Test
    void sellOutIsExactThoughMostBuyersAreRefusedAtOnce() {
        int units = 40;
        first.stock("gold", 5000, units);
        Map<String, Integer> outcomes = new HashMap<>();
        int wave = 0;
        while (outcomes.getOrDefault("sold_out", 0) < units && wave < 60) {
            Map<String, CompletableFuture<Answer>> buyers = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                String buyer = "gold-" + wave + "-" + i;
                Shop shop = i % 2 == 0 ? first : second;
                buyers.put(buyer, shop.order(buyer, "gold", "tok_ok", lines("gold")));
            }
            buyers.forEach((buyer, answer) -> outcomes.merge(outcome(buyer, answer.join()), 1, Integer::sum));
            wave++;
        }

        assertThat(outcomes.get("CONFIRMED")).as("%s", outcomes).isEqualTo(units);
        assertThat(outcomes.get("sold_out")).as("%s", outcomes).isGreaterThanOrEqualTo(units);
        eventually()
                .untilAsserted(() ->
                        assertThat(first.level("gold").get("sold").asLong()).isEqualTo(units));
        Audits.assertClean(settings);
    }

    private static String outcome(String buyer, Answer answer) {
        if (answer.status() == 409) {
            return answer.body().get("code").asText();
        }
        String status = first.settled(buyer, placed(answer)).get("status").asText();
        assertThat(status).isIn("CONFIRMED", "REJECTED");
        return status;
    }
}
