package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.Deleted;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.CatalogEndpoints.ProductsChanged;
import dev.souk.catalog.message.CatalogEndpoints.Stored;
import dev.souk.edge.contract.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products that are answered before the router, compared with the answers of their route. */
class ReadyProductsTest {
    private static final List<String> routed = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // comes before all tests
    private static EdgeServer edge;

    private static int named;

    /** A SKU of its own for each test: for a moment the edge does not keep a product that changed. */
    private final String sku = "READY-" + ++named;

    private final AtomicLong version = new AtomicLong(3);

    @BeforeAll
    static void open() {
        VertxOptions options = new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true));
        Vertx vertx = Vertx.builder()
                .with(options)
                .withMetrics(with -> new RouteNames())
                .build();
        edge = new EdgeServer(Map.of(), vertx);
    }

    @AfterAll
    static void close() {
        edge.close();
    }

    /** Sees the names under which requests are counted. */
    private static final class RouteNames implements VertxMetrics {
        @Override
        public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
                HttpServerOptions options, SocketAddress localAddress) {
            return new HttpServerMetrics<Object, Object, Object>() {
                @Override
                public void requestRouted(@Nullable Object requestMetric, String route) {
                    routed.add(route);
                }
            };
        }
    }

    @BeforeEach
    void itIsForSale() {
        edge.features.forget();
        edge.features.answer(CatalogEndpoints.PRODUCTS, this::found);
        routed.clear();
    }

    private Products found(ProductsBySku asked) {
        return new Products(
                asked.skus().stream()
                        .map(one -> Samples.product(one, version.get()))
                        .toList(),
                null,
                600_000L,
                0L);
    }

    private HttpResponse<Buffer> get() {
        return edge.get("/v1/products/" + sku).send();
    }

    private static int asked() {
        return edge.features.asked(ProductsBySku.class).size();
    }

    private static double ready() {
        return edge.metrics.get("souk.edge.ready.answers").functionCounter().count();
    }

    /** The headers in their order, as they are written, without the id, which differs for each request. */
    private static List<String> headers(HttpResponse<Buffer> response) {
        return response.headers().entries().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("X-Request-Id"))
                .map(header -> header.getKey() + ": " + header.getValue())
                .toList();
    }

    @Test
    void answersAsTheRouteDoes() {
        double before = ready();
        HttpResponse<Buffer> byRoute = get();
        assertThat(ready()).isEqualTo(before);
        HttpResponse<Buffer> byHand = get();

        assertThat(ready()).isEqualTo(before + 1);
        assertThat(asked()).isEqualTo(1);
        assertThat(byHand.statusCode()).isEqualTo(byRoute.statusCode()).isEqualTo(200);
        assertThat(byHand.statusMessage()).isEqualTo(byRoute.statusMessage());
        assertThat(byHand.version()).isEqualTo(byRoute.version());
        assertThat(headers(byHand)).isNotEmpty().isEqualTo(headers(byRoute));
        assertThat(byHand.body()).isEqualTo(byRoute.body());
    }

    @Test
    void isCountedUnderTheNameOfItsRoute() {
        get();
        List<String> byRoute = List.copyOf(routed);
        routed.clear();
        get();

        assertThat(asked()).isEqualTo(1);
        assertThat(byRoute).hasSize(1);
        assertThat(routed).isEqualTo(byRoute);
    }

    record Unusual(
            HttpMethod method, String suffix, @Nullable String header, String value, int status) {}

    static Stream<Unusual> unusual() {
        HttpMethod get = HttpMethod.GET;
        return Stream.of(
                new Unusual(HttpMethod.HEAD, "", null, "", 200),
                new Unusual(get, "?a=b", null, "", 200),
                new Unusual(get, "?", null, "", 200),
                new Unusual(get, "%2D1", null, "", 200),
                new Unusual(get, "", "If-None-Match", "\"3\"", 304),
                new Unusual(get, "", "If-Match", "\"3\"", 200),
                new Unusual(get, "", "Range", "bytes=0-1", 200),
                new Unusual(get, "", "Accept", "application/json;q=0", 200),
                new Unusual(get, "", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", 200));
    }

    @ParameterizedTest
    @MethodSource("unusual")
    void handsWhatIsUnusualToTheRouter(Unusual request) {
        get();
        double before = ready();

        EdgeServer.Request asking = edge.request(request.method(), "/v1/products/" + sku + request.suffix());
        HttpResponse<Buffer> response =
                (request.header() == null ? asking : asking.header(request.header(), request.value())).send();

        assertThat(response.statusCode()).isEqualTo(request.status());
        assertThat(asked()).isEqualTo(2);
        assertThat(ready()).isEqualTo(before);
    }

    @Test
    void refusesABadTokenAlthoughTheAnswerIsReady() {
        get();
        int byRoute = edge.get("/v1/products/OTHER")
                .header("Authorization", "Bearer x")
                .send()
                .statusCode();

        assertThat(edge.get("/v1/products/" + sku)
                        .header("Authorization", "Bearer x")
                        .send()
                        .statusCode())
                .isEqualTo(byRoute);
    }

    @Test
    void aHintEndsIt() {
        get();
        version.set(4);
        edge.bus.hint(CatalogEndpoints.CHANGED, new ProductsChanged(List.of(sku)));

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(get().getHeader("ETag")).isEqualTo("\"4\""));
    }

    @Test
    void whoChangesOrDeletesItReadsThat() {
        get();
        edge.features.answer(CatalogEndpoints.PUT, put -> {
            version.set(4);
            return new Stored(Samples.product(sku, 4), false);
        });
        edge.put("/v1/products/" + sku).as("mary", Principal.MERCHANT).json("""
                {"name": "L", "description": "", "category": "c", "price": {"amount": 1, "currency": "GBP"}}
                """);
        assertThat(get().getHeader("ETag")).isEqualTo("\"4\"");

        edge.features.answer(CatalogEndpoints.DELETE, delete -> {
            edge.features.answer(CatalogEndpoints.PRODUCTS, none -> new Products(List.of()));
            return new Deleted();
        });
        edge.delete("/v1/products/" + sku).as("mary", Principal.MERCHANT).send();
        assertThat(get().statusCode()).isEqualTo(404);
    }

    @Test
    void keepsNothingThatIsStale() {
        edge.features.answer(
                CatalogEndpoints.PRODUCTS, asked -> new Products(List.of(Samples.product(sku)), 7L, null, null));

        assertThat(get().getHeader("Age")).isEqualTo("7");
        assertThat(get().getHeader("Age")).isEqualTo("7");
        assertThat(asked()).isEqualTo(2);
    }
}
