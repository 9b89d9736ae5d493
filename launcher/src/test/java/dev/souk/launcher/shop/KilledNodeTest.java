package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.SharedStack;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node in a JVM of its own is killed between accepting and confirming, and started again. */
@Tag("stack")
class KilledNodeTest {
    private static final int ORDERS = 400;
    private static final int KILL_AFTER = 150;

    @Test
    void everyAcceptedOrderIsSettledOnce() throws Exception {
        Map<String, String> raw = ShopSettings.of("killed_node", Map.of());
        Settings settings = ShopSettings.load(raw);
        Shop shop = new Shop("http://127.0.0.1:" + settings.http().port());
        ServerProcess node = NodeProcess.of(SharedStack.get(), "killed-node", raw);
        node.start();
        node.awaitReady();
        try {
            shop.stock("phone", 900, 1_000_000);
            Map<String, String> accepted = new ConcurrentHashMap<>();
            placeAndKill(shop, node, accepted);
            int before = accepted.size();
            assertThat(before).as("accepted before the kill").isBetween(KILL_AFTER, ORDERS);

            node.restart();
            for (int i = 0; i < ORDERS; i++) {
                Answer again = order(shop, i).join();
                String id = Shop.require(201, again).body().get("id").asText();
                String known = accepted.put("buyer-" + i, id);
                assertThat(known == null || known.equals(id))
                        .as("a key has one order")
                        .isTrue();
            }

            Map<String, Integer> outcomes = new HashMap<>();
            Set<String> ids = new HashSet<>();
            accepted.forEach((buyer, id) -> {
                outcomes.merge(shop.settled(buyer, id).get("status").asText(), 1, Integer::sum);
                ids.add(id);
            });
            assertThat(ids).hasSize(ORDERS);
            assertThat(outcomes).isEqualTo(Map.of("CONFIRMED", ORDERS));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(shop.level("phone").get("sold").asLong()).isEqualTo(2L * ORDERS));
            Audits.assertClean(settings);
        } finally {
            node.stop(Duration.ofSeconds(20));
        }
    }

    private static CompletableFuture<Answer> order(Shop shop, int i) {
        return shop.order("buyer-" + i, "key-" + i, "tok_ok", "[" + Shop.line("phone", 2) + "]");
    }

    private static void placeAndKill(Shop shop, ServerProcess node, Map<String, String> accepted)
            throws InterruptedException {
        // Tokens come first: the kill must hit orders on their way, not a login.
        for (int i = 0; i < ORDERS; i++) {
            shop.token("buyer-" + i, "customer");
        }
        CountDownLatch enough = new CountDownLatch(KILL_AFTER);
        CompletableFuture<?>[] orders = new CompletableFuture<?>[ORDERS];
        for (int i = 0; i < ORDERS; i++) {
            String buyer = "buyer-" + i;
            orders[i] = order(shop, i).handle((answer, lost) -> {
                if (answer != null && answer.status() == 201) {
                    accepted.put(buyer, answer.body().get("id").asText());
                    enough.countDown();
                }
                return null;
            });
        }
        assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
        node.kill();
        CompletableFuture.allOf(orders).join();
    }
}
