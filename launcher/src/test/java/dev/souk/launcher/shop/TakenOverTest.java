package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.FreePort;
import dev.souk.embedded.ServerProcess;
import dev.souk.embedded.SharedStack;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One of two nodes is killed with orders on their way, and the other one takes over what it was at: by what the cluster says,
 * for the leases last longer than this test.
 */
@Tag("stack")
class TakenOverTest {
    private static final int ORDERS = 300;
    private static final int KILL_AFTER = 60;

    @Test
    void whatADeadNodeWasAtIsGoneOnWithThoughItsLeasesLast() throws Exception {
        int portOfOne = FreePort.next();
        int portOfTwo = FreePort.next();
        Map<String, String> one = ShopSettings.of(
                "taken_over",
                Map.of(
                        "cluster.enabled", "true",
                        "cluster.port", "" + portOfOne,
                        "cluster.members", "127.0.0.1:" + portOfOne + ",127.0.0.1:" + portOfTwo,
                        "messaging.lease", "5m",
                        "payment.lease", "10m",
                        "order.deadline", "30m"));
        Settings settings = ShopSettings.load(one);
        Map<String, String> two = new HashMap<>(one);
        two.put("node.name", "taken-over-2");
        two.put("cluster.port", "" + portOfTwo);
        two.put("http.port", "" + FreePort.next());
        two.put("management.port", "" + FreePort.next());
        two.put("sandbox.enabled", "false");
        ServerProcess stays = NodeProcess.of(SharedStack.get(), "taken-over-1", one);
        ServerProcess dies = NodeProcess.of(SharedStack.get(), "taken-over-2", two);
        stays.start();
        dies.start();
        stays.awaitReady();
        dies.awaitReady();
        try {
            Shop shop = new Shop("http://127.0.0.1:" + settings.http().port());
            Shop doomed = new Shop("http://127.0.0.1:" + two.get("http.port"));
            shop.stock("lamp", 900, 1_000_000);
            Map<String, String> accepted = placeAndKill(doomed, dies);

            assertThat(accepted).hasSizeGreaterThanOrEqualTo(KILL_AFTER);
            accepted.forEach((buyer, id) ->
                    assertThat(shop.settled(buyer, id).get("status").asText()).isEqualTo("CONFIRMED"));
            Audits.assertClean(settings);
        } finally {
            dies.stop(Duration.ofSeconds(20));
            stays.stop(Duration.ofSeconds(20));
        }
    }

    private static Map<String, String> placeAndKill(Shop shop, ServerProcess node) throws InterruptedException {
        for (int i = 0; i < ORDERS; i++) {
            shop.token("buyer-" + i, "customer");
        }
        Map<String, String> accepted = new ConcurrentHashMap<>();
        CountDownLatch enough = new CountDownLatch(KILL_AFTER);
        CompletableFuture<?>[] orders = new CompletableFuture<?>[ORDERS];
        for (int i = 0; i < ORDERS; i++) {
            String buyer = "buyer-" + i;
            orders[i] = shop.order(buyer, "key", "tok_ok", "[" + Shop.line("lamp", 1) + "]")
                    .handle((answer, lost) -> {
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
        return accepted;
    }
}
