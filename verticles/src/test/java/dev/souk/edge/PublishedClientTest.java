package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The bridge with the client that the Vert.x project publishes, in Node and in Chromium. */
@Tag("stack")
@Timeout(120)
class PublishedClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path RESOURCES = Path.of("src/test/resources").toAbsolutePath();

    private final OneOrder order = new OneOrder();

    private EdgeServer edge(Map<String, String> settings) {
        EdgeServer edge = new EdgeServer(settings);
        order.standBehind(edge);
        return edge;
    }

    /** A child with the client, and the lines that it wrote. */
    private record Node(Process process, List<JsonObject> lines) implements AutoCloseable {
        static Node start(EdgeServer edge, String transport, String... last) throws IOException {
            List<String> command = new java.util.ArrayList<>(List.of(
                    "node",
                    RESOURCES.resolve("bridge/follow.js").toString(),
                    "http://127.0.0.1:" + edge.port() + "/eventbus",
                    transport,
                    edge.token("carl", "customer"),
                    BridgeClient.ORDER));
            command.addAll(List.of(last));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("NODE_PATH", RESOURCES.resolve("npm").toString());
            Node node = new Node(builder.start(), new CopyOnWriteArrayList<>());
            Thread.ofVirtual().start(node::read);
            return node;
        }

        private void read() {
            try (BufferedReader reader = process.inputReader()) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(new JsonObject(line));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<Object> values(String what) {
            return lines.stream()
                    .filter(line -> what.equals(line.getString("what")))
                    .map(line -> line.getValue("value"))
                    .toList();
        }

        void awaitIds(Long... ids) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> values("body").stream()
                            .map(body -> ((JsonObject) body).getLong("seq"))
                            .toList()
                            .equals(List.of(ids)));
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("the client did not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling"})
    void followsAnOrderInNode(String transport) throws IOException {
        try (EdgeServer edge = edge(Map.of())) {
            order.happens();
            try (Node client = Node.start(edge, transport)) {
                client.awaitIds(1L);
                order.happensAt(edge);
                client.awaitIds(1L, 2L);
                assertThat(client.values("open")).containsExactly(transport);
                assertThat(client.values("body").get(1))
                        .isEqualTo(new JsonObject()
                                .put("seq", 2)
                                .put("at", Samples.NOON.toString())
                                .put("status", "RESERVED")
                                .put("event", "order.step")
                                .put("eventId", Samples.ORDER.toString())
                                .put("traceId", "ab".repeat(16)));
                assertThat(client.values("refused")).singleElement().isInstanceOf(JsonObject.class);
                assertThat(((JsonObject) client.values("refused").getFirst()).getInteger("failureCode"))
                        .isEqualTo(403);
                assertThat(((JsonObject) client.values("sent").getFirst()).getString("failureType"))
                        .isEqualTo("access_denied");
                assertThat(client.values("error")).isEmpty();
                assertThat(client.values("failed")).isEmpty();
            }
            order.happens();
            try (Node client = Node.start(edge, transport, "2")) {
                client.awaitIds(3L);
            }
        }
    }

    /** A page of another origin, which the settings list. */
    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling"})
    void followsAnOrderInChromium(String transport, @TempDir Path profile) {
        io.vertx.core.Vertx vertx = io.vertx.core.Vertx.vertx();
        try {
            HttpServer pages = Awaiting.result(vertx.createHttpServer()
                    .requestHandler(request -> {
                        String path = request.path();
                        request.response()
                                .putHeader("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html")
                                .end(path.endsWith(".js") ? vendor(path.substring(1)) : Buffer.buffer(PAGE));
                    })
                    .listen(0, "127.0.0.1"));
            String origin = "http://127.0.0.1:" + pages.actualPort();
            try (EdgeServer edge = edge(Map.of("live.origins", origin))) {
                order.happens();
                ChromeDriver browser = chromium(profile);
                try {
                    browser.get(origin + "/");
                    browser.executeScript(
                            "follow(...arguments)",
                            "http://127.0.0.1:" + edge.port() + "/eventbus",
                            transport,
                            edge.token("carl", "customer"),
                            BridgeClient.ORDER);
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .until(() -> told(browser).contains("1"));
                    order.happensAt(edge);
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .until(() -> told(browser).contains("2"));
                    assertThat(told(browser)).containsExactly("open " + transport, "ops 403", "1", "2");
                } finally {
                    browser.quit();
                }
            }
        } finally {
            Awaiting.result(vertx.close());
        }
    }

    private static final String PAGE = """
            <!DOCTYPE html><title>bridge</title><script src="/sockjs.min.js"></script>
            <script src="/vertx-eventbus.js"></script><script>
            const told = [];
            function follow(url, transport, token, address) {
                const bus = new EventBus(url, {transports: [transport], vertxbus_ping_interval: 500});
                bus.onerror = error => told.push('error ' + JSON.stringify(error));
                bus.onclose = () => told.push('closed');
                bus.onopen = () => {
                    told.push('open ' + bus.sockJSConn.transport);
                    bus.registerHandler('ops.orders', {token}, error => {
                        told.push('ops ' + error.failureCode);
                        bus.registerHandler(address, {token}, (failed, message) =>
                            told.push(failed ? JSON.stringify(failed) : String(message.body.seq)));
                    });
                };
            }
            </script>""";

    private static Buffer vendor(String file) {
        try (InputStream in = PublishedClientTest.class.getResourceAsStream("/web/vendor/" + file)) {
            return in == null ? Buffer.buffer() : Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> told(ChromeDriver browser) {
        return new JsonArray(String.valueOf(browser.executeScript("return JSON.stringify(told)")))
                .stream().map(String::valueOf).toList();
    }

    private static ChromeDriver chromium(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(new File("/usr/bin/chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        assertThat(Files.isExecutable(Path.of("/usr/bin/chromedriver"))).isTrue();
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                        .usingAnyFreePort()
                        .build(),
                options);
    }
}
