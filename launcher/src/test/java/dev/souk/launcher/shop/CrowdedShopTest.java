package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.embedded.FreePort;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Orders come while nothing settles them: one node takes orders, and the other one, with stock and payment, is away. */
class CrowdedShopTest {
    private static final int FREE = 60;

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    private final int portOfOne = FreePort.next();
    private final int portOfTwo = FreePort.next();
    private final Map<String, String> raw = ShopSettings.of(
            "crowded",
            Map.of(
                    "cluster.enabled", "true",
                    "cluster.port", "" + portOfOne,
                    "cluster.members", "127.0.0.1:" + portOfOne + ",127.0.0.1:" + portOfTwo,
                    "order.backlog-free", "" + FREE,
                    // No order is to expire because this machine is slow.
                    "order.deadline", "30m"));
    private final Settings settings = ShopSettings.load(raw);
    private final Shop shop = new Shop("http://127.0.0.1:" + settings.http().port());

    private Node intake() {
        Map<String, String> one = new HashMap<>(raw);
        one.put("node.roles", "edge,catalog,order");
        return Audits.await(Node.start(ShopSettings.load(one)));
    }

    private Node downstream() {
        Map<String, String> two = new HashMap<>(raw);
        two.put("node.name", "crowded-2");
        two.put("node.roles", "stock,payment");
        two.put("cluster.port", "" + portOfTwo);
        two.put("sandbox.enabled", "false");
        two.put("management.port", Integer.toString(FreePort.next()));
        return Audits.await(Node.start(ShopSettings.load(two)));
    }

    private Answer order(String buyer) {
        return shop.order(buyer, "key-" + buyer, "tok_ok", "[" + Shop.line("globe", 1) + "]")
                .join();
    }

    /** Repeats the same key, as a client does that is told to come back. */
    private String placed(String buyer) {
        Answer answer = eventually().until(() -> order(buyer), taken -> taken.status() == 201);
        return answer.body().get("id").asText();
    }

    @Test
    void newOrdersAreRefusedBeforeAcceptedOnesWouldExpire() {
        Node intake = intake();
        try {
            Node before = downstream();
            shop.stock("globe", 900, 1_000);
            assertThat(shop.settled("first", placed("first")).get("status").asText())
                    .isEqualTo("CONFIRMED");
            Audits.await(before.stop());

            Map<String, String> accepted = new HashMap<>();
            assertRefused(fill(accepted));
            assertThat(accepted).hasSizeGreaterThanOrEqualTo(FREE);
            Answer again = Shop.require(201, order("buyer-0"));
            assertThat(again.body().get("id").asText()).isEqualTo(accepted.get("buyer-0"));
            assertThat(again.raw().headers().firstValue("idempotent-replayed")).contains("true");

            Node after = downstream();
            try {
                accepted.put("late", placed("late"));
                accepted.forEach((buyer, id) -> assertThat(confirmed(buyer, id)).isEqualTo("CONFIRMED"));
                Audits.assertClean(settings);
            } finally {
                Audits.await(after.stop());
            }
        } finally {
            Audits.await(intake.stop());
        }
    }

    /** For some seconds the shop remembers that it settled an order, and takes some more. */
    private Answer fill(Map<String, String> accepted) {
        return eventually()
                .until(
                        () -> {
                            Answer answer = order("buyer-" + accepted.size());
                            while (answer.status() == 201) {
                                accepted.put(
                                        "buyer-" + accepted.size(),
                                        answer.body().get("id").asText());
                                answer = order("buyer-" + accepted.size());
                            }
                            return answer;
                        },
                        refused -> accepted.size() >= FREE);
    }

    private static void assertRefused(Answer late) {
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.body().get("code").asText()).isEqualTo("busy");
        assertThat(late.raw().headers().firstValue("retry-after"))
                .hasValueSatisfying(
                        seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 30));
    }

    private String confirmed(String buyer, String id) {
        JsonNode order = shop.settled(buyer, id);
        return order.get("status").asText();
    }
}
