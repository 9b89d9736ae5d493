package dev.souk.launcher.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.embedded.SharedStack;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.launcher.shop.NodeProcess;
import dev.souk.launcher.shop.Shop;
import dev.souk.launcher.shop.ShopSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 2,000 hostile sockets at one node with a heap of 1 GB, whose settings are those that it is shipped with, and HTTP/2
 * without TLS, so that its streams can be misused too. What a buyer waits for is printed and not judged: it is the
 * machine's as much as the node's.
 */
@Tag("stack")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class HostileSocketsTest {
    private static final int EACH = 250;
    private static final int SOCKETS = EACH * Behaviour.values().length;
    private static final int PURCHASES = 5;
    /** Beside a heap that is there from the start: buffers, threads, code. */
    private static final long GROWTH_MEGABYTES = 400;

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static void until(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(condition::getAsBoolean);
    }

    @Test
    void aBuyerBuysWhileTheNodeGivesUpWhoeverTakesTooLong() throws Exception {
        Map<String, String> settings = ShopSettings.of("hostile_sockets", Map.of("http.h2c", "true"));
        int port = Integer.parseInt(settings.get("http.port"));
        ServerProcess node = NodeProcess.of(
                SharedStack.get(), "hostile-sockets", settings, "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");
        node.start();
        node.awaitReady();
        try {
            Shop shop = new Shop("http://127.0.0.1:" + port);
            shop.stock("lantern", 250, 1_000_000);
            long alone = purchase(shop, 0);
            long before = megabytes(node);
            List<Long> millis = new ArrayList<>();
            long highest = before;
            Map<Behaviour, Integer> givenUp;
            try (Attack attack = new Attack(port)) {
                attack.begin(EACH);
                until("all have come", () -> attack.connected() >= SOCKETS);
                int open = attack.open();
                for (int i = 1; i <= PURCHASES; i++) {
                    millis.add(purchase(shop, i));
                    highest = Math.max(highest, megabytes(node));
                }
                until(
                        "every one is given up",
                        () -> attack.givenUp().values().stream().allMatch(count -> count >= EACH));
                millis.add(purchase(shop, PURCHASES + 1));
                highest = Math.max(highest, megabytes(node));
                givenUp = attack.givenUp();
                System.out.printf(
                        "hostile sockets: %d came, %d open while the buyer began%n", attack.connected(), open);
            }
            System.out.printf(
                    "hostile sockets: a purchase took %d ms before and %s ms during it; memory %d MB before, %d MB at"
                            + " most; given up: %s%n",
                    alone, millis, before, highest, givenUp);

            assertThat(node.isAlive()).isTrue();
            assertThat(highest - before).as("MB more than before").isLessThan(GROWTH_MEGABYTES);
            purchase(shop, PURCHASES + 2);
        } finally {
            node.stop(Duration.ofMinutes(1));
        }
    }

    /** From an empty cart to a confirmed order. @return how long it took, in milliseconds */
    private static long purchase(Shop shop, int number) {
        String buyer = "buyer-" + number;
        String token = shop.token(buyer, "customer");
        long begun = System.nanoTime();
        String cart = Shop.require(
                        201,
                        shop.send("POST", "/v1/carts", token, Map.of(), null).join())
                .body()
                .get("id")
                .asText();
        Shop.require(
                200,
                shop.send("PUT", "/v1/carts/" + cart + "/lines/lantern", token, Map.of(), "{\"quantity\":2}")
                        .join());
        JsonNode order = Shop.require(
                        201,
                        shop.send(
                                        "POST",
                                        "/v1/orders",
                                        token,
                                        Map.of(
                                                "Idempotency-Key",
                                                UUID.randomUUID().toString(),
                                                "Prefer",
                                                "wait=30"),
                                        "{\"cartId\":\"%s\",\"payment\":{\"token\":\"tok_ok\"}}".formatted(cart))
                                .join())
                .body();
        JsonNode settled = shop.settled(buyer, order.get("id").asText());
        assertThat(settled.get("status").asText()).isEqualTo("CONFIRMED");
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /** Of the process, as the kernel counts them: heap and everything beside it. */
    private static long megabytes(ServerProcess node) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + node.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024)
                .findFirst()
                .orElseThrow();
    }
}
