package dev.souk.launcher.shop.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.embedded.FreePort;
import dev.souk.embedded.SharedStack;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.launcher.Node;
import dev.souk.launcher.shop.Audits;
import dev.souk.launcher.shop.NodeProcess;
import dev.souk.launcher.shop.PlainSocket;
import dev.souk.launcher.shop.Shop;
import dev.souk.launcher.shop.Shop.Answer;
import dev.souk.launcher.shop.ShopSettings;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A buyer follows orders, by the bridge and by streams, at a node that is killed; and goes on at another one. */
@Tag("stack")
@Timeout(value = 9, unit = TimeUnit.MINUTES)
class KilledBridgeTest {
    private static final int ORDERS = 12;
    private static final String BUYER = "ann";

    /** The entries of each order that came by the bridge. */
    private final Map<String, List<JsonNode>> seen = new HashMap<>();

    private final Map<String, List<JsonNode>> seenByStream = new HashMap<>();
    private Shop shop;

    @Test
    void everyEventIsSeenOnceThoughTheNodeIsKilled() throws Exception {
        int here = FreePort.next();
        int there = FreePort.next();
        Map<String, String> raw = ShopSettings.of(
                "killed_bridge",
                Map.of(
                        "cluster.enabled",
                        "true",
                        "cluster.host",
                        "127.0.0.1",
                        "cluster.port",
                        Integer.toString(here),
                        "cluster.members",
                        "127.0.0.1:" + here + ",127.0.0.1:" + there));
        Settings steady = ShopSettings.load(raw);
        Map<String, String> other = new HashMap<>(raw);
        other.put("node.name", "killed-bridge-2");
        other.put("http.port", Integer.toString(FreePort.next()));
        other.put("management.port", Integer.toString(FreePort.next()));
        other.put("cluster.port", Integer.toString(there));
        other.put("sandbox.enabled", "false");

        Node node = Audits.await(Node.start(steady));
        ServerProcess killed = NodeProcess.of(SharedStack.get(), "killed-bridge-2", other);
        try {
            killed.start();
            killed.awaitReady();
            shop = new Shop("http://127.0.0.1:" + steady.http().port());
            shop.stock("lantern", 250, 1_000);
            followUntilTheKill(Integer.parseInt(other.get("http.port")), killed);
            cancelAll();
            followToTheEnd(steady.http().port());
            assertThat(seen).hasSize(ORDERS);
            for (String order : seen.keySet()) {
                List<JsonNode> timeline = timeline(order);
                assertThat(seen.get(order)).as("bridge, " + order).isEqualTo(timeline);
                assertThat(seenByStream.get(order)).as("stream, " + order).isEqualTo(timeline);
            }
        } finally {
            killed.stop(Duration.ofSeconds(20));
            Audits.await(node.stop());
        }
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(200));
    }

    /** Follows each order from its beginning, and kills the node once each order has an entry. */
    private void followUntilTheKill(int port, ServerProcess killed) throws Exception {
        String token = shop.token(BUYER, "customer");
        Map<String, EventStreamClient> streams = new HashMap<>();
        try (PlainSocket socket = PlainSocket.open(port)) {
            for (int i = 0; i < ORDERS; i++) {
                String lines = "[" + Shop.line("lantern", 1) + "]";
                Answer placed = Shop.require(
                        201, shop.order(BUYER, "killed-" + i, "tok_ok", lines).join());
                String order = placed.body().get("id").asText();
                seen.put(order, new ArrayList<>());
                seenByStream.put(order, new ArrayList<>());
                socket.register(order, token, null);
                streams.put(order, EventStreamClient.open(port, order, token, 0));
            }
            eventually()
                    .until(() -> seen.keySet().stream()
                            .noneMatch(order -> socket.bodies(order).isEmpty()
                                    || streams.get(order).entries().isEmpty()));
            killed.kill();
            socket.awaitClose();
            seen.forEach((order, entries) -> entries.addAll(socket.bodies(order)));
            for (Map.Entry<String, EventStreamClient> stream : streams.entrySet()) {
                stream.getValue().awaitEnd();
                seenByStream.get(stream.getKey()).addAll(stream.getValue().entries());
            }
        }
    }

    /** Gives each order an event while no client follows it. The first requests may go to the dead node. */
    private void cancelAll() {
        String token = shop.token(BUYER, "customer");
        for (String order : seen.keySet()) {
            eventually()
                    .until(() ->
                            status(order).equals("CONFIRMED") || status(order).equals("CANCELLED"));
            eventually()
                    .until(() -> shop.send("POST", "/v1/orders/" + order + "/cancel", token, Map.of(), null)
                                    .join()
                                    .status()
                            == 200);
        }
    }

    private void followToTheEnd(int port) throws Exception {
        String token = shop.token(BUYER, "customer");
        Map<String, EventStreamClient> streams = new HashMap<>();
        try (PlainSocket socket = PlainSocket.open(port)) {
            for (String order : seen.keySet()) {
                socket.register(order, token, last(seen.get(order)));
                streams.put(order, EventStreamClient.open(port, order, token, last(seenByStream.get(order))));
            }
            eventually().until(() -> seen.keySet().stream().allMatch(order -> isOver(socket.bodies(order))));
            seen.forEach((order, entries) -> entries.addAll(socket.bodies(order)));
            for (Map.Entry<String, EventStreamClient> stream : streams.entrySet()) {
                // The stream ends with the order.
                stream.getValue().awaitEnd();
                seenByStream.get(stream.getKey()).addAll(stream.getValue().entries());
            }
        }
    }

    /** The number of the last entry. */
    private static long last(List<JsonNode> entries) {
        return entries.getLast().get("seq").asLong();
    }

    /** The money of a cancelled order is back, or was never taken. */
    private static boolean isOver(List<JsonNode> entries) {
        return entries.stream()
                .map(entry -> entry.get("event").asText())
                .anyMatch(event -> event.equals("payment.refunded") || event.equals("payment.voided"));
    }

    private String status(String order) {
        return get(order).body().path("status").asText();
    }

    private Answer get(String order) {
        return shop.send("GET", "/v1/orders/" + order, shop.token(BUYER, "customer"), Map.of(), null)
                .join();
    }

    private List<JsonNode> timeline(String order) {
        List<JsonNode> timeline = new ArrayList<>();
        Shop.require(200, get(order)).body().get("timeline").forEach(timeline::add);
        return timeline;
    }
}
