package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.NoSuchCart;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers that every answer has, and which caches may keep which answers. */
class AnswerHeadersTest {
    private static final EdgeServer edge = EdgeServer.shared();
    private static final String PRODUCT = "/v1/products/85123A";
    private static final String CART = "/v1/carts/" + Samples.ORDER;
    private static final String ORDER = "/v1/orders/" + Samples.ORDER;

    @BeforeEach
    void answers() {
        EdgeServer.shared();
        answers(edge);
    }

    private static void answers(EdgeServer server) {
        server.features.answer(
                CatalogEndpoints.PRODUCTS,
                asked ->
                        new Products(asked.skus().stream().map(Samples::product).toList(), null));
        server.features.answer(CatalogEndpoints.LIST, asked -> new ProductPage(List.of(), null));
        server.features.answer(CartEndpoints.GET, asked -> new NoSuchCart());
        server.features.answer(OrderEndpoints.GET, asked -> new Found(Samples.order(OrderStatus.CONFIRMED)));
    }

    static Stream<EdgeServer.Request> all() {
        return Stream.of(
                edge.get(PRODUCT),
                edge.get(PRODUCT).header("If-None-Match", "\"3\""),
                edge.request(HttpMethod.HEAD, PRODUCT),
                edge.get("/v1/products"),
                edge.get("/v1/products?limit=x"),
                edge.get("/openapi.yaml"),
                edge.get("/nothing"),
                edge.delete("/openapi.yaml"),
                edge.get(CART),
                edge.get(ORDER),
                edge.get(ORDER).as("carl", "customer"),
                edge.post("/v1/orders").as("mia", "merchant"));
    }

    private static void assertCommon(HttpResponse<Buffer> response) {
        assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(response.getHeader("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(response.getHeader("X-Request-Id")).matches("[0-9a-f]{16}");
        assertThat(response.headers().getAll("Cache-Control")).hasSize(1);
        assertThat(response.getHeader("Access-Control-Allow-Origin")).isNull();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyAnswerHasThem(EdgeServer.Request request) {
        assertCommon(request.send());
    }

    @Test
    void soHasTheAnswerToWhatIsNoRequest() throws IOException {
        try (RawClient client = new RawClient(edge)) {
            assertThat(client.send("nonsense\r\n\r\n").untilClosed())
                    .startsWith("HTTP/1.0 400 ")
                    .containsIgnoringCase("x-content-type-options: nosniff")
                    .containsIgnoringCase("cache-control: no-store");
        }
    }

    @Test
    void whatIsSomebodysIsStoredNowhere() {
        List<EdgeServer.Request> personal =
                List.of(edge.get(CART), edge.get(ORDER).as("carl", "customer"), edge.get(ORDER), edge.get("/nothing"));
        for (EdgeServer.Request request : personal) {
            assertThat(request.send().getHeader("Cache-Control"))
                    .as(request.path())
                    .isEqualTo("no-store");
        }
        HttpResponse<Buffer> token = edge.post("/dev/tokens").json("{\"sub\": \"alice\"}");
        assertThat(token.statusCode()).isEqualTo(200);
        assertThat(token.getHeader("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void productsMayBeCachedAsLongAsANodeRemembersThem() {
        for (EdgeServer.Request request : List.of(
                edge.get(PRODUCT),
                edge.get(PRODUCT).header("If-None-Match", "\"3\""),
                edge.request(HttpMethod.HEAD, PRODUCT),
                edge.get("/v1/products"))) {
            assertThat(request.send().getHeader("Cache-Control"))
                    .as(request.path())
                    .isEqualTo("public, max-age=3");
        }
    }

    @Test
    void aProductThatIsNotThereIsNotCached() {
        edge.features.answer(CatalogEndpoints.PRODUCTS, asked -> new Products(List.of(), null));

        assertThat(edge.get(PRODUCT).send().getHeader("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void whereNodesRememberNothingCachesAskEachTime() {
        try (EdgeServer server = new EdgeServer(Map.of("catalog.cache-ttl", "0s"))) {
            answers(server);

            assertThat(server.get(PRODUCT).send().getHeader("Cache-Control")).isEqualTo("no-cache");
        }
    }

    @Test
    void theCallersIdOfARequestIsKept() {
        assertThat(edge.get(PRODUCT).header("X-Request-Id", "a-1_b.2").send().getHeader("X-Request-Id"))
                .isEqualTo("a-1_b.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "<script>", "\u00e4", "a,b"})
    void whatIsNoIdIsReplaced(String id) {
        assertThat(edge.get(PRODUCT).header("X-Request-Id", id).send().getHeader("X-Request-Id"))
                .matches("[0-9a-f]{16}");
        assertThat(edge.get(PRODUCT)
                        .header("X-Request-Id", "x".repeat(65))
                        .send()
                        .getHeader("X-Request-Id"))
                .matches("[0-9a-f]{16}");
    }

    @Test
    void longAnswersAreCompressedWhereTheSettingsSaySo() {
        try (EdgeServer server = new EdgeServer(Map.of("http.compression", "true"))) {
            answers(server);
            HttpResponse<Buffer> packed = server.get("/openapi.yaml")
                    .header("Accept-Encoding", "gzip")
                    .send();
            HttpResponse<Buffer> plain = server.get("/openapi.yaml").send();
            HttpResponse<Buffer> small =
                    server.get(PRODUCT).header("Accept-Encoding", "gzip").send();

            assertThat(packed.getHeader("Content-Encoding")).isEqualTo("gzip");
            assertThat(packed.getHeader("Vary")).isEqualTo("Accept-Encoding");
            assertThat(packed.body().length()).isLessThan(plain.body().length() / 2);
            assertThat(plain.getHeader("Content-Encoding")).isNull();
            assertThat(plain.getHeader("Vary")).isEqualTo("Accept-Encoding");
            assertThat(small.getHeader("Content-Encoding")).isNull();
        }
    }

    @Test
    void nothingIsCompressedByDefault() {
        HttpResponse<Buffer> answer =
                edge.get("/openapi.yaml").header("Accept-Encoding", "gzip").send();

        assertThat(answer.getHeader("Content-Encoding")).isNull();
        assertThat(answer.getHeader("Vary")).isNull();
    }

    private static EdgeServer.Request preflight(EdgeServer server, String origin) {
        return server.request(HttpMethod.OPTIONS, "/v1/orders")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST");
    }

    @Test
    void otherOriginsMayCallWhereTheSettingsNameThem() {
        try (EdgeServer server = new EdgeServer(Map.of("http.cors-origins", "https://a.example,https://b.example"))) {
            answers(server);
            HttpResponse<Buffer> asked = preflight(server, "https://b.example").send();
            HttpResponse<Buffer> called =
                    server.get(PRODUCT).header("Origin", "https://a.example").send();
            HttpResponse<Buffer> refused =
                    server.get("/nothing").header("Origin", "https://a.example").send();

            assertThat(asked.statusCode()).isEqualTo(204);
            assertThat(asked.getHeader("Access-Control-Allow-Origin")).isEqualTo("https://b.example");
            assertThat(asked.getHeader("Access-Control-Allow-Methods")).contains("POST", "PUT", "DELETE");
            assertThat(asked.getHeader("Access-Control-Allow-Headers"))
                    .contains("Authorization", "Idempotency-Key", "If-Match");
            assertThat(asked.getHeader("Access-Control-Allow-Credentials")).isNull();
            assertThat(called.statusCode()).isEqualTo(200);
            assertThat(called.getHeader("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
            assertThat(called.getHeader("Access-Control-Expose-Headers")).contains("ETag", "Location");
            assertThat(called.getHeader("Vary")).isEqualTo("Origin");
            assertThat(refused.getHeader("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://c.example", "http://a.example", "https://a.example.evil.example", "null", ""})
    void noOtherOriginMay(String origin) {
        try (EdgeServer server = new EdgeServer(Map.of("http.cors-origins", "https://a.example"))) {
            HttpResponse<Buffer> asked = preflight(server, origin).send();

            assertThat(asked.statusCode()).isEqualTo(405);
            assertThat(asked.getHeader("Access-Control-Allow-Origin")).isNull();
            assertThat(asked.getHeader("Vary")).isEqualTo("Origin");
        }
    }

    @Test
    void allMayWhereTheSettingsSaySo() {
        try (EdgeServer server = new EdgeServer(Map.of("http.cors-origins", "*"))) {
            assertThat(preflight(server, "https://c.example").send().getHeader("Access-Control-Allow-Origin"))
                    .isEqualTo("*");
        }
    }

    @Test
    void aNodeThatStopsSoonAsksItsClientsToComeOverAnotherConnection() {
        try (EdgeServer server = new EdgeServer(Map.of())) {
            answers(server);
            assertThat(server.get(PRODUCT).send().getHeader("Connection")).isNull();

            server.edge.leave();

            HttpResponse<Buffer> answer = server.get(PRODUCT).send();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.getHeader("Connection")).isEqualTo("close");
        }
    }
}
