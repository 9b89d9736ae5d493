package dev.souk.launcher.balanced;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.FreePort;
import dev.souk.embedded.SharedStack;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.launcher.shop.Audits;
import dev.souk.launcher.shop.NodeProcess;
import dev.souk.launcher.shop.Shop;
import dev.souk.launcher.shop.ShopSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three nodes of a cluster behind HAProxy, each told to stop and started again in its turn, under load. A run with
 * {@code -Dsouk.test.drain-pause=0s} shows what the pause is for: it loses requests.
 */
@Tag("stack")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RollingRestartTest {
    private static final int NODES = 3;
    private static final String SKU = "lantern";
    /** Longer than the default: two checks may take their time on a busy machine. */
    private static final String PAUSE = System.getProperty("souk.test.drain-pause", "20s");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedStack stack = SharedStack.get();
    private final List<Map<String, String>> settings = new ArrayList<>();
    private final List<ServerProcess> nodes = new ArrayList<>();

    private void describeNodes() {
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            members.add(FreePort.next());
        }
        Map<String, String> first = ShopSettings.of(
                "rolling_restart",
                Map.of(
                        "http.drain-pause", PAUSE,
                        "http.drain", "30s",
                        // Long deadlines: this test does not judge how fast a busy machine is.
                        "bus.deadline", "30s",
                        "order.deadline", "10m",
                        "cluster.enabled", "true",
                        "cluster.members",
                                String.join(
                                        ",",
                                        members.stream()
                                                .map(port -> "127.0.0.1:" + port)
                                                .toList())));
        for (int i = 0; i < NODES; i++) {
            Map<String, String> node = new HashMap<>(first);
            node.put("node.name", "rolling-" + (i + 1));
            node.put("cluster.port", members.get(i).toString());
            if (i > 0) {
                node.put("http.port", Integer.toString(FreePort.next()));
                node.put("management.port", Integer.toString(FreePort.next()));
                node.put("sandbox.enabled", "false");
            }
            settings.add(node);
            nodes.add(NodeProcess.of(stack, "rolling-" + (i + 1), node));
        }
    }

    private static int[] ports(Map<String, String> node) {
        return new int[] {Integer.parseInt(node.get("http.port")), Integer.parseInt(node.get("management.port"))};
    }

    private static void until(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(condition::getAsBoolean);
    }

    @Test
    void noRequestIsLostWhileEachNodeIsRestarted() throws Exception {
        describeNodes();
        HaProxy proxy = new HaProxy(
                stack.folder(), settings.stream().map(RollingRestartTest::ports).toList());
        try {
            // The first node starts alone: it makes the topics and the key of the tokens.
            nodes.getFirst().start();
            nodes.getFirst().awaitReady();
            nodes.stream().skip(1).forEach(ServerProcess::start);
            nodes.forEach(ServerProcess::awaitReady);
            proxy.start();
            Shop shop = new Shop(proxy.url());
            until("all nodes get requests", () -> proxy.sendsTo(1) && proxy.sendsTo(2) && proxy.sendsTo(3));
            shop.stock(SKU, 250, 1_000_000);
            Customers customers = new Customers(shop, SKU);
            customers.come();
            for (int i = 0; i < NODES; i++) {
                restart(i, proxy, customers);
                assertThat(customers.lost())
                        .as("by the restart of node %d", i + 1)
                        .isEmpty();
            }
            customers.leave();

            System.out.printf(
                    "rolling restart: %d answers, %d orders, %d lost%n",
                    customers.answered(), customers.placed(), customers.lost().size());
            assertThat(customers.lost()).isEmpty();
            assertThat(customers.accepted()).hasSize(customers.placed());
            assertEachIsConfirmedOnce(shop, customers.accepted());
        } finally {
            proxy.stop();
            ServerProcess.stopAll(nodes, Duration.ofMinutes(2));
        }
    }

    private void restart(int i, HaProxy proxy, Customers customers) {
        int placed = customers.placed();
        until("orders are placed", () -> customers.placed() > placed + 10);
        ServerProcess node = nodes.get(i);
        node.stop(PATIENCE);
        until("HAProxy knows", () -> !proxy.sendsTo(i + 1));
        int without = customers.placed();
        until("orders are placed without it", () -> customers.placed() > without + 10);
        node.start();
        node.awaitReady();
        until("the node gets requests again", () -> proxy.sendsTo(i + 1));
    }

    private void assertEachIsConfirmedOnce(Shop shop, Map<String, String> accepted) {
        Map<String, Integer> outcomes = new HashMap<>();
        accepted.forEach((id, customer) ->
                outcomes.merge(shop.settled(customer, id).get("status").asText(), 1, Integer::sum));
        assertThat(outcomes).isEqualTo(Map.of("CONFIRMED", accepted.size()));
        assertThat(new HashSet<>(accepted.keySet())).hasSize(accepted.size());
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(shop.level(SKU).get("sold").asLong()).isEqualTo(accepted.size()));
        Audits.assertClean(ShopSettings.load(settings.get(0)));
    }
}
