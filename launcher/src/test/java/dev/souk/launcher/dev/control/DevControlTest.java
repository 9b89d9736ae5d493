package dev.souk.launcher.dev.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.souk.bus.Json;
import dev.souk.edge.auth.DevIssuer;
import dev.souk.embedded.FreePort;
import dev.souk.embedded.StackFolder;
import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The control over real processes, which the shell plays, and over real HTTP servers in the place of nodes. */
class DevControlTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ISSUER = "souk-dev";

    @TempDir
    private Path data;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<ServerProcess> restarted = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final int port = FreePort.next();
    private StackFolder folder;
    private DevIssuer issuer;
    private HttpServer node;
    private DevControl control;

    @BeforeEach
    void open() throws IOException {
        folder = StackFolder.open(data);
        Stream.of("souk-1", "souk-2", "redis-1", "redis-2").forEach(this::play);
        Path key = data.resolve("key.pem");
        issuer = DevIssuer.openOrCreate(key, ISSUER, "");
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        node.createContext("/", this::answer);
        node.start();
        Map<String, URI> nodes = new LinkedHashMap<>();
        nodes.put("souk-1", URI.create("http://127.0.0.1:" + FreePort.next()));
        nodes.put("souk-2", URI.create("http://127.0.0.1:" + node.getAddress().getPort()));
        control = DevControl.start(
                new DevControl.Options("127.0.0.1", port, key, ISSUER, ""), folder.servers(), nodes, restarted::add);
    }

    private void play(String name) {
        ServerProcess process = new ServerProcess(
                folder,
                ServerCommand.of(name, List.of("/bin/sh", "-c", "echo ready; exec sleep 60"))
                        .withReadiness(started -> log(name).contains("ready"), LIMIT));
        process.start();
        process.awaitReady();
    }

    private String log(String name) {
        try {
            return Files.readString(folder.log(name));
        } catch (IOException notYet) {
            return "";
        }
    }

    @AfterEach
    void close() {
        control.close();
        node.stop(0);
        folder.servers().forEach(ServerProcess::kill);
        folder.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body
                    + String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
            if (exchange.getRequestURI().getPath().equals("/v1/orders/live")) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                await(heard);
                exchange.getResponseBody().write("data: second\n\n".getBytes(StandardCharsets.UTF_8));
            } else {
                exchange.getResponseHeaders().set("ETag", "\"7\"");
                exchange.sendResponseHeaders(201, 2);
                exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private final CountDownLatch heard = new CountDownLatch(1);

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> asOperator(String method, String path, String body) {
        return send(to(path).method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + issuer.token("olga", List.of("operator"))));
    }

    private JsonNode state() {
        HttpResponse<String> answer = asOperator("GET", "/control/state", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body(), JsonNode.class);
    }

    private String stateOf(String part) {
        for (JsonNode one : state().get("parts")) {
            if (one.get("name").asText().equals(part)) {
                return one.get("state").asText();
            }
        }
        throw new IllegalStateException("there is no part " + part);
    }

    private void act(int status, String part, String action) {
        HttpResponse<String> answer = asOperator("POST", "/control/parts/" + part + "/" + action, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private ServerProcess process(String name) {
        return folder.servers().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPartIsKilledAndStartedAgain() {
        long before = process("souk-2").pid();
        act(202, "souk-2", "kill");
        assertThat(process("souk-2").isAlive()).isFalse();
        assertThat(stateOf("souk-2")).isEqualTo("down");
        assertThat(stateOf("souk-1")).isEqualTo("running");

        act(202, "souk-2", "start");
        Awaitility.await().atMost(LIMIT).until(() -> stateOf("souk-2").equals("running"));
        assertThat(process("souk-2").pid()).isNotEqualTo(before);
        assertThat(restarted).extracting(ServerProcess::name).containsExactly("souk-2");
        assertThat(state().get("events"))
                .extracting(event -> event.get("text").asText().replaceAll("\\d\\.\\d s", "N s"))
                .containsExactly(
                        "souk-2 serves again, N s after its start", "souk-2 is started", "souk-2 is killed (SIGKILL)");
    }

    @Test
    void aFrozenPartKeepsItsProcessAndGoesOn() {
        long before = process("redis-1").pid();
        act(202, "redis-1", "freeze");
        assertThat(stateOf("redis-1")).isEqualTo("frozen");
        act(202, "redis-1", "thaw");
        assertThat(stateOf("redis-1")).isEqualTo("running");
        assertThat(process("redis-1").pid()).isEqualTo(before);

        act(202, "redis-1", "freeze");
        act(202, "redis-1", "kill");
        assertThat(stateOf("redis-1")).isEqualTo("down");
    }

    @Test
    void aKindIsAllPartsOfIt() {
        act(202, "redis-2", "kill");
        act(202, "redis", "kill");
        assertThat(stateOf("redis-1")).isEqualTo("down");
        act(202, "redis", "start");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> stateOf("redis-1").equals("running")
                        && stateOf("redis-2").equals("running"));
    }

    @ParameterizedTest
    @CsvSource({
        "souk-1, start, 409",
        "souk-1, thaw, 409",
        "redis, start, 409",
        "souk-9, kill, 404",
        "postgres, kill, 404",
        "souk-1, explode, 404"
    })
    void whatDoesNotApplyIsRefusedAndChangesNothing(String part, String action, int status) {
        act(status, part, action);
        assertThat(stateOf("souk-1")).isEqualTo("running");
        assertThat(state().get("events")).isEmpty();
    }

    @Test
    void isForOperatorsAlone() {
        String expired =
                issuer.token("olga", List.of("operator"), Instant.now().minusSeconds(90), Duration.ofSeconds(60));
        String customer = issuer.token("amina", List.of("customer"));
        String operator = issuer.token("olga", List.of("operator"));
        String changed = operator.substring(0, operator.length() - 8) + "AAAAAAAA";
        HttpRequest.Builder kill = to("/control/parts/souk-1/kill").POST(BodyPublishers.noBody());

        assertThat(send(kill.copy()).statusCode()).isEqualTo(401);
        assertThat(send(kill.copy().header("Authorization", "Bearer " + expired))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(kill.copy().header("Authorization", "Bearer " + changed))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(kill.copy().header("Authorization", "Bearer x.y")).statusCode())
                .isEqualTo(401);
        assertThat(send(kill.copy().header("Authorization", "Bearer " + customer))
                        .statusCode())
                .isEqualTo(403);
        assertThat(process("souk-1").isAlive()).isTrue();
    }

    @Test
    void aNameOfElsewhereDoesNotLeadHere() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream()
                    .write("POST /dev/tokens HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 403");
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void whatIsNoControlGoesToANodeThatWorks() {
        // Nothing listens where souk-1 should be; twice, since nodes take turns.
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = send(
                    to("/v1/orders?x=%20y").header("Idempotency-Key", "k").POST(BodyPublishers.ofString("{\"a\":1}")));
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("ETag")).contains("\"7\"");
            assertThat(answer.headers().firstValue("Souk-Control")).isEmpty();
        }
        assertThat(seen).containsExactly("POST /v1/orders?x=%20y {\"a\":1}k", "POST /v1/orders?x=%20y {\"a\":1}k");
        assertThat(send(to("/web/config.json")).headers().firstValue("Souk-Control"))
                .contains("/control");
    }

    @Test
    void withoutANodeItSaysSo() {
        node.stop(0);
        HttpResponse<String> answer = send(to("/v1/products"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Json.read(answer.body(), JsonNode.class).get("code").asText())
                .isEqualTo("unavailable");
    }

    @Test
    void eventsTravelAsTheyCome() throws Exception {
        HttpResponse<InputStream> answer = http.send(to("/v1/orders/live").build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: first");
            heard.countDown();
            assertThat(lines.lines().filter(line -> !line.isEmpty())).containsExactly("data: second");
        }
    }

    @Test
    void moreRequestsAtOneTimeThanItBearsAreRefused() throws Exception {
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            open.add(http.send(to("/v1/orders/live").build(), BodyHandlers.ofInputStream()));
        }
        assertThat(send(to("/v1/products")).statusCode()).isEqualTo(503);
        heard.countDown();
        for (HttpResponse<InputStream> one : open) {
            one.body().readAllBytes();
        }
        Awaitility.await().atMost(LIMIT).until(() -> send(to("/v1/products")).statusCode() == 201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"kind\":\"mixed\",\"buyers\":0,\"seconds\":10}",
                "{\"kind\":\"mixed\",\"buyers\":501,\"seconds\":10}",
                "{\"kind\":\"mixed\",\"buyers\":5,\"seconds\":601}",
                "{\"kind\":\"mixed\",\"buyers\":5.5,\"seconds\":10}",
                "{\"kind\":\"angry\",\"buyers\":5,\"seconds\":10}"
            })
    void aCrowdThatIsNoneIsRefused(String plan) {
        HttpResponse<String> answer = asOperator("PUT", "/control/crowd", plan);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(state().has("crowd")).isFalse();
    }
}
