package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cart.message.CartEndpoints;
import dev.souk.cart.message.CartEndpoints.CartOpened;
import dev.souk.cart.message.CartView;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.embedded.SharedStack;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of one caller: all nodes count together in a real Redis Cluster, and each node alone without it. */
class RateLimitsTest {
    private static final int BURST = 5;
    /** The address of the proxies of these tests. */
    private static final String PROXY = "127.0.0.9";

    private static final Map<String, String> STRICT = strict();
    private static EdgeServer node;
    private static EdgeServer other;

    private static Map<String, String> strict() {
        Map<String, String> settings = new HashMap<>(Map.of("http.trusted-proxies", PROXY, "limits.patience", "1s"));
        for (String limit : List.of("reads", "writes", "anonymous-carts", "tokens", "webhooks", "bad-tokens")) {
            settings.put("limits." + limit + ".per-second", "1");
            settings.put("limits." + limit + ".burst", Integer.toString(BURST));
        }
        return settings;
    }

    private static EdgeServer edge(Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(STRICT);
        settings.putAll(overrides);
        EdgeServer edge = new EdgeServer(settings);
        edge.features.answer(
                CartEndpoints.OPEN, asked -> new CartOpened(new CartView(UUID.randomUUID(), 1, List.of(), null), true));
        return edge;
    }

    @BeforeAll
    static void open() {
        Map<String, String> redis =
                Map.of("redis.nodes", SharedStack.get().redis().addresses(), "redis.prefix", UUID.randomUUID() + ":");
        node = edge(redis);
        other = edge(redis);
        for (EdgeServer edge : List.of(node, other)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> edge.metrics
                                    .get("souk.cache.redis.up")
                                    .tag("link", "limits-1")
                                    .gauge()
                                    .value()
                            == 1);
        }
    }

    @AfterAll
    static void close() {
        node.close();
        other.close();
    }

    private static String head(EdgeServer edge, String method, String path, String from, String headers)
            throws IOException {
        try (RawClient client = new RawClient(edge, from)) {
            String answer = client.send(
                            method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n" + headers + "\r\n")
                    .answer();
            return answer.split("\r\n\r\n", 2)[0].toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static boolean isRefused(String head) {
        return head.startsWith("http/1.1 429 ");
    }

    /** @return how many of the requests were not refused, sent to the nodes in turn */
    private static int admitted(int requests, String method, String path, String from, String headers)
            throws IOException {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += isRefused(head(i % 2 == 0 ? node : other, method, path, from, headers)) ? 0 : 1;
        }
        return admitted;
    }

    /** A second passes while they are sent, or two: so many tokens come back. */
    private static void assertBurst(int admitted, long began) {
        long back = Duration.ofNanos(System.nanoTime() - began).toSeconds() + 1;
        assertThat(admitted).isBetween(BURST, Math.toIntExact(BURST + back));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/carts, anonymous-carts, 127.0.0.21",
        "PUT, /v1/carts/0b0e1f5e-54a4-4b6f-8f0a-3b0f5f4b8a01/lines/x, anonymous-carts, 127.0.0.22",
        "DELETE, /v1/carts/0b0e1f5e-54a4-4b6f-8f0a-3b0f5f4b8a01/lines/x, anonymous-carts, 127.0.0.23",
        "POST, /dev/tokens, tokens, 127.0.0.24",
        "POST, /v1/payments/webhook, webhooks, 127.0.0.25"
    })
    void allNodesTogetherCountWhatAnAddressDoesWithoutAToken(String method, String path, String limit, String from)
            throws IOException {
        long began = System.nanoTime();

        assertBurst(admitted(4 * BURST, method, path, from, ""), began);

        String refused = head(other, method, path, from, "");
        assertThat(refused)
                .contains("ratelimit-policy: \"" + limit + "\";q=5;w=5")
                .containsPattern("ratelimit: \"" + limit + "\";r=\\d;t=\\d");
        assertThat(isRefused(head(node, method, path, "127.0.0.29", ""))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/carts, customer",
        "POST, /v1/orders, customer",
        "PUT, /v1/products/x, merchant",
        "POST, /v1/orders/0b0e1f5e-54a4-4b6f-8f0a-3b0f5f4b8a01/cancel, operator"
    })
    void allNodesTogetherCountWhatAPrincipalWritesFromWherever(String method, String path, String role)
            throws IOException {
        String subject = "writer of " + path;
        String token = "Authorization: Bearer " + node.token(subject, role) + "\r\n";
        String same = "Authorization: Bearer " + other.token(subject, role) + "\r\n";
        int admitted = 0;
        long began = System.nanoTime();
        for (int i = 0; i < 2 * BURST; i++) {
            admitted += isRefused(head(node, method, path, "127.0.0.3" + i % 10, token)) ? 0 : 1;
            admitted += isRefused(head(other, method, path, "127.0.0.4" + i % 10, same)) ? 0 : 1;
        }

        assertBurst(admitted, began);
        String somebody = "Authorization: Bearer " + node.token("another " + path, role) + "\r\n";
        assertThat(isRefused(head(node, method, path, "127.0.0.31", somebody))).isFalse();
    }

    @Test
    void allNodesTogetherCountTheBadTokensOfAnAddress() throws IOException {
        String path = "/v1/orders/0b0e1f5e-54a4-4b6f-8f0a-3b0f5f4b8a01";
        long began = System.nanoTime();

        assertBurst(admitted(4 * BURST, "GET", path, "127.0.0.26", "Authorization: Bearer none\r\n"), began);

        String elsewhere = head(node, "GET", path, "127.0.0.27", "Authorization: Bearer none\r\n");
        assertThat(elsewhere).startsWith("http/1.1 401 ");
    }

    @Test
    void aRefusalSaysWhyAndWhenToComeBack() {
        HttpResponse<Buffer> refused =
                node.post("/v1/carts").as("impatient", "customer").send();
        for (int i = 1; i < 3 * BURST; i++) {
            refused = node.post("/v1/carts").as("impatient", "customer").send();
        }

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.bodyAsJsonObject().getString("code")).isEqualTo("rate_limited");
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        assertThat(refused.getHeader("RateLimit")).matches("\"writes\";r=0;t=\\d");
        assertThat(node.metrics
                        .counter("souk.edge.limits.refused", "limit", "writes")
                        .count())
                .isPositive();
    }

    @Test
    void whatIsLeftIsSaidBeforeItIsGone() {
        HttpResponse<Buffer> first =
                node.post("/v1/carts").as("patient", "customer").send();

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.getHeader("RateLimit")).isEqualTo("\"writes\";r=4;t=1");
        assertThat(first.getHeader("RateLimit-Policy")).isEqualTo("\"writes\";q=5;w=5");
    }

    @Test
    void readsAreCountedByEachNodeAlone() throws IOException {
        long began = System.nanoTime();

        int admitted = admitted(4 * BURST, "GET", "/openapi.yaml", "127.0.0.50", "");

        long back = Duration.ofNanos(System.nanoTime() - began).toSeconds() + 1;
        assertThat(admitted).isBetween(2 * BURST, Math.toIntExact(2 * (BURST + back)));
    }

    @Test
    void aClientBehindATrustedProxyIsToldFromTheOthersAndOneThatOnlyPretendsIsNot() throws IOException {
        String path = "/v1/carts";
        long began = System.nanoTime();
        assertBurst(admitted(4 * BURST, "POST", path, PROXY, "X-Forwarded-For: 203.0.113.9\r\n"), began);

        assertThat(isRefused(head(node, "POST", path, PROXY, "X-Forwarded-For: 203.0.113.10\r\n")))
                .isFalse();
        assertThat(isRefused(head(node, "POST", path, PROXY, "Forwarded: for=203.0.113.11\r\n")))
                .isFalse();

        int admitted = 0;
        began = System.nanoTime();
        for (int i = 0; i < 4 * BURST; i++) {
            String header = "X-Forwarded-For: 198.51.100." + i + "\r\n";
            admitted += isRefused(head(node, "POST", path, "127.0.0.60", header)) ? 0 : 1;
        }
        assertBurst(admitted, began);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:1"})
    void withoutRedisANodeCountsAlone(String redis) throws IOException {
        try (EdgeServer alone = edge(Map.of("redis.nodes", redis))) {
            long began = System.nanoTime();
            int admitted = 0;
            for (int i = 0; i < 4 * BURST; i++) {
                admitted += isRefused(head(alone, "POST", "/v1/carts", "127.0.0.70", "")) ? 0 : 1;
            }

            assertBurst(admitted, began);
            assertThat(alone.metrics.counter("souk.edge.limits.alone").count()).isPositive();
        }
    }

    @Test
    void answersThatAreKeptReadyTakeTokensToo() throws IOException {
        try (EdgeServer edge = edge(Map.of())) {
            edge.features.answer(
                    CatalogEndpoints.PRODUCTS,
                    asked -> new Products(List.of(Samples.product("ready")), null, 600_000L, 0L));
            int admitted = 0;
            long began = System.nanoTime();
            for (int i = 0; i < 4 * BURST; i++) {
                admitted += isRefused(plain(edge, "/v1/products/ready")) ? 0 : 1;
            }

            assertBurst(admitted, began);
            assertThat(edge.metrics
                            .get("souk.edge.ready.answers")
                            .functionCounter()
                            .count())
                    .isPositive();
        }
    }

    /** Asks as a browser does: without a body. */
    private static String plain(EdgeServer edge, String path) throws IOException {
        try (RawClient client = new RawClient(edge, "127.0.0.80")) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n")
                    .answer()
                    .toLowerCase(java.util.Locale.ROOT);
        }
    }
}
