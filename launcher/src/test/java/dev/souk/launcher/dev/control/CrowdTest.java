package dev.souk.launcher.dev.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A crowd before a real HTTP server that answers badly: each order is to be made once, and every doubt resolved. */
class CrowdTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private LiveNodes nodes;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        nodes = new LiveNodes(
                Map.of(
                        "souk-1",
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                name -> true);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    /** The first request of each key is answered 503, the second not at all, the third 201; of each fifth key 409. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestURI().getPath()) {
                case "/dev/tokens" -> send(exchange, 200, "{\"token\":\"t\"}");
                case "/v1/products" ->
                    send(exchange, 200, "{\"items\":[{\"sku\":\"lamp-1\"},{\"sku\":\"lamp-2\"},{\"sku\":\"lamp-3\"}]}");
                default -> {
                    bodies.add(new String(body, StandardCharsets.UTF_8));
                    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
                    int times = asked.computeIfAbsent(key, first -> new AtomicInteger())
                            .incrementAndGet();
                    if (times == 1) {
                        send(exchange, 503, "{}");
                    } else if (times > 2) {
                        send(exchange, key.endsWith("5") ? 409 : 201, "{\"id\":\"o\"}");
                    }
                }
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Test
    void everyOrderIsResolvedUnderOneKey() {
        try (Crowd crowd = Crowd.start(new CrowdPlan(8, Duration.ofSeconds(5), false), nodes)) {
            Awaitility.await().atMost(LIMIT).until(() -> !crowd.isRunning());

            CrowdCounts.Snapshot counts = crowd.counts().snapshot();
            assertThat(counts.buyers()).isZero();
            assertThat(counts.accepted()).isPositive();
            assertThat(counts.unresolved()).isZero();
            assertThat(counts.accepted() + counts.refused()).isEqualTo(asked.size());
            assertThat(counts.again()).isEqualTo(2L * asked.size());
            assertThat(asked.values()).allMatch(times -> times.get() == 3);
        }
    }

    @Test
    void inAFlashSaleAllWantOneProduct() {
        try (Crowd crowd = Crowd.start(new CrowdPlan(4, Duration.ofSeconds(5), true), nodes)) {
            Awaitility.await().atMost(LIMIT).until(() -> !crowd.isRunning());
        }
        assertThat(bodies).isNotEmpty().allMatch(body -> body.contains("lamp-1") && !body.contains("lamp-2"));
    }

    @Test
    void aCrowdThatIsSentHomeGoesAtOnce() {
        Crowd crowd = Crowd.start(new CrowdPlan(50, Duration.ofMinutes(5), false), nodes);
        crowd.close();
        Awaitility.await().atMost(LIMIT).until(() -> !crowd.isRunning());
        assertThat(crowd.counts().snapshot().buyers()).isZero();
    }
}
