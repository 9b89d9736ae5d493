package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import dev.souk.embedded.FreePort;
import dev.souk.launcher.Node;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders of real servers, followed at one node and then at another. */
@Timeout(180)
class FollowedOrderTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Settings first;
    private static Settings second;
    private static Node one;
    private static Node two;
    private static Shop shop;

    private static Map<String, String> raw;

    @BeforeAll
    static void open() {
        int here = FreePort.next();
        int there = FreePort.next();
        raw = ShopSettings.of(
                "followed_order",
                Map.of(
                        "cluster.enabled",
                        "true",
                        "cluster.host",
                        "127.0.0.1",
                        "cluster.port",
                        Integer.toString(here),
                        "cluster.members",
                        "127.0.0.1:" + here + ",127.0.0.1:" + there));
        first = ShopSettings.load(raw);
        second = further(2, there);
        one = Audits.await(Node.start(first));
        two = Audits.await(Node.start(second));
        shop = new Shop(url(first));
        shop.stock("lamp", 250, 10);
    }

    @AfterAll
    static void close() {
        Audits.await(Future.join(one.stop(), two.stop()));
    }

    /** A node of the same cluster, without the sandbox, which the first one has. */
    private static Settings further(int number, int clusterPort) {
        Map<String, String> other = new HashMap<>(raw);
        other.put("node.name", "followed-order-" + number);
        other.put("http.port", Integer.toString(FreePort.next()));
        other.put("management.port", Integer.toString(FreePort.next()));
        other.put("cluster.port", Integer.toString(clusterPort));
        other.put("sandbox.enabled", "false");
        return ShopSettings.load(other);
    }

    private static String url(Settings node) {
        return "http://127.0.0.1:" + node.http().port();
    }

    private static HttpResponse<InputStream> stream(Settings node, String order, String last)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(node) + "/v1/orders/" + order + "/events"))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + shop.token("ann", "customer"));
        if (last != null) {
            request.header("Last-Event-ID", last);
        }
        return HTTP.send(request.build(), BodyHandlers.ofInputStream());
    }

    /** Reads this many entries, or all until the stream ends. */
    private static List<JsonNode> read(HttpResponse<InputStream> response, int count) throws IOException {
        assertThat(response.statusCode()).isEqualTo(200);
        List<JsonNode> entries = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && entries.size() < count) {
                if (line.startsWith("data: ")) {
                    entries.add(Json.MAPPER.readTree(line.substring(6)));
                }
                line = entries.size() < count ? lines.readLine() : null;
            }
        }
        return entries;
    }

    private static String place(String key, String card) {
        return Shop.require(
                        201,
                        shop.order("ann", key, card, "[" + Shop.line("lamp", 1) + "]")
                                .join())
                .body()
                .get("id")
                .asText();
    }

    private static void awaitCaptured(String id) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> shop.get("ann", id).at("/payment/status").asText().equals("CAPTURED"));
    }

    private static void cancel(String id) {
        Shop.require(
                200,
                shop.send("POST", "/v1/orders/" + id + "/cancel", shop.token("ann", "customer"), Map.of(), null)
                        .join());
    }

    @Test
    void aStreamGoesOnAtAnotherNodeWithoutGapOrRepeatUntilTheMoneyIsBack() throws Exception {
        String id = place("followed-1", "tok_ok");

        List<JsonNode> entries = new ArrayList<>(read(stream(second, id, null), 2));
        String last = entries.getLast().get("seq").asText();
        HttpResponse<InputStream> rest = stream(first, id, last);
        awaitCaptured(id);
        cancel(id);
        entries.addAll(read(rest, Integer.MAX_VALUE));

        JsonNode order = shop.get("ann", id);
        List<JsonNode> timeline = new ArrayList<>();
        order.get("timeline").forEach(timeline::add);
        assertThat(entries).isEqualTo(timeline);
        assertThat(timeline.getLast().get("event").asText()).isEqualTo("payment.refunded");
        String end = entries.getLast().get("seq").asText();
        assertThat(stream(second, id, end).statusCode()).isEqualTo(204);
    }

    @Test
    void aStreamGoesOnElsewhereAfterItsNodeStopped() throws Exception {
        Settings third = further(3, FreePort.next());
        Node three = Audits.await(Node.start(third));
        String id = place("followed-3", "tok_ok");
        awaitCaptured(id);
        HttpResponse<InputStream> before = stream(third, id, null);
        Future<Void> stopped = three.stop();
        List<JsonNode> entries = new ArrayList<>(read(before, Integer.MAX_VALUE));
        Audits.await(stopped);
        assertThat(entries).isNotEmpty();

        HttpResponse<InputStream> rest =
                stream(first, id, entries.getLast().get("seq").asText());
        cancel(id);
        entries.addAll(read(rest, Integer.MAX_VALUE));

        List<JsonNode> timeline = new ArrayList<>();
        shop.get("ann", id).get("timeline").forEach(timeline::add);
        assertThat(entries).isEqualTo(timeline);
        assertThat(timeline.getLast().get("event").asText()).isEqualTo("payment.refunded");
    }

    @Test
    void aBridgeGoesOnAtAnotherNodeWithoutGapOrRepeat() throws Exception {
        Settings fourth = further(4, FreePort.next());
        Node four = Audits.await(Node.start(fourth));
        String id = place("followed-4", "tok_ok");
        List<JsonNode> entries = new ArrayList<>();
        try (PlainSocket before = PlainSocket.open(fourth.http().port())) {
            before.register(id, shop.token("ann", "customer"), null);
            awaitCaptured(id);
            // Events of other nodes come by the hint, or by the poll behind it.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> before.bodies().size()
                            == shop.get("ann", id).get("timeline").size());
            Audits.await(four.stop());
            before.awaitClose();
            entries.addAll(before.bodies());
        }

        try (PlainSocket after = PlainSocket.open(second.http().port())) {
            after.register(
                    id,
                    shop.token("ann", "customer"),
                    entries.getLast().get("seq").asLong());
            cancel(id);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> after.bodies().stream()
                            .anyMatch(entry -> entry.get("event").asText().equals("payment.refunded")));
            entries.addAll(after.bodies());
        }
        List<JsonNode> timeline = new ArrayList<>();
        shop.get("ann", id).get("timeline").forEach(timeline::add);
        assertThat(entries).isEqualTo(timeline);
    }

    @Test
    void aDeclinedOrderEndsItsStream() throws Exception {
        String id = place("followed-2", "tok_declined");

        List<JsonNode> entries = read(stream(second, id, null), Integer.MAX_VALUE);

        assertThat(entries.getLast().get("status").asText()).isEqualTo("PAYMENT_FAILED");
        assertThat(entries.stream().map(entry -> entry.get("seq").asLong())).containsExactly(1L, 2L, 3L);
    }
}
