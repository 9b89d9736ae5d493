package dev.souk.launcher.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.launcher.Node;
import dev.souk.launcher.ops.MetricsPage.Metric;
import dev.souk.launcher.shop.Audits;
import dev.souk.launcher.shop.Shop;
import dev.souk.launcher.shop.ShopSettings;
import dev.souk.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operators' API of a node that sells reports the orders as they happened. */
class OpsApiTest {
    private static Settings settings;
    private static Node node;
    private static Shop shop;

    @BeforeAll
    static void open() {
        settings = ShopSettings.load(ShopSettings.of("ops_api", Map.of()));
        node = Audits.await(Node.start(settings));
        shop = new Shop("http://127.0.0.1:" + settings.http().port());
        shop.stock("lamp", 1_000, 100);
    }

    @AfterAll
    static void close() {
        Audits.await(node.stop());
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    private static JsonNode ops(String path) {
        return Shop.require(
                        200,
                        shop.send("GET", "/v1/ops/" + path, shop.token("olga", "operator"), Map.of(), null)
                                .join())
                .body();
    }

    private static String scrape() {
        URI metrics = URI.create("http://127.0.0.1:" + settings.management().port() + "/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(JsonNode array, String member) {
        return elements(array).map(each -> each.get(member).asText()).toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Test
    void thePipelineTellsOfAnOrderThatWasConfirmed() {
        // Rates are those of the last seconds: on a slow machine they need not all tell of one order.
        Set<String> told = new HashSet<>();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            Shop.Answer placed = shop.order("ann", "k-" + System.nanoTime(), "tok_ok", "[" + Shop.line("lamp", 1) + "]")
                    .join();
            note(ops("pipeline"), told);
            shop.settled("ann", Shop.require(201, placed).body().get("id").asText());
            note(ops("pipeline"), told);
            return told.containsAll(List.of("PENDING", "CONFIRMED", "p50", "p99", "stock"));
        });
        JsonNode pipeline = ops("pipeline");
        assertThat(texts(pipeline.get("stages"), "name")).contains("orders", "stock", "order", "payment", "outbox");
        assertThat(texts(pipeline.get("breakers"), "name")).contains("payment-provider", "redis", "database-reads");
    }

    private static void note(JsonNode pipeline, Set<String> told) {
        for (String status : List.of("PENDING", "CONFIRMED")) {
            if (pipeline.at("/perSecond/" + status).asDouble() > 0) {
                told.add(status);
            }
        }
        for (String quantile : List.of("p50", "p99")) {
            if (pipeline.at("/toConfirmed/" + quantile + "Millis").asLong() > 0) {
                told.add(quantile);
            }
        }
        elements(pipeline.get("stages"))
                .filter(stage -> stage.get("perSecond").asDouble() > 0 && stage.has("batchMillis"))
                .forEach(stage -> told.add(stage.get("name").asText()));
    }

    @Test
    void theClusterNamesTheNodeWithAllItsRoles() {
        eventually().until(() -> ops("cluster").get("nodes").size() == 1);

        JsonNode self = ops("cluster").at("/nodes/0");

        assertThat(self.get("node").asText()).isEqualTo(settings.node().name());
        assertThat(elements(self.get("roles")).map(JsonNode::asText)).containsExactlyElementsOf(Settings.ROLES);
        assertThat(self.get("silent").asBoolean()).isFalse();
    }

    @Test
    void everyFeatureHasItsGroupAndTheRingItsSlots() {
        eventually()
                .until(() -> texts(ops("consumers").get("groups"), "group")
                        .containsAll(List.of("souk.cart", "souk.order", "souk.payment", "souk.stock")));
        assertThat(ops("redis?key=test1").at("/key/slot").asInt()).isEqualTo(4_768);
        assertThat(ops("redis").get("coveredSlots").asInt()).isEqualTo(16_384);
        assertThat(ops("dead-letters").get("items").isArray()).isTrue();
    }

    @Test
    void everyMetricIsOnThePageWithItsTypeAndLabels() {
        String scrape = scrape();
        SortedMap<String, Metric> page = MetricsPage.ofPage();

        SortedMap<String, Metric> told = MetricsPage.of(scrape);

        assertThat(told).hasSizeGreaterThan(60);
        assertThat(told)
                .allSatisfy(
                        (name, metric) -> assertThat(page.get(name)).as(name).isEqualTo(metric));
    }
}
