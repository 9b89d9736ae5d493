package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.BridgeClient.Transport;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounds that the bridge sets to its clients, over real sockets. */
class BridgeBoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OneOrder order = new OneOrder();
    private final List<BridgeClient> clients = new ArrayList<>();
    private @Nullable EdgeServer server;

    private EdgeServer edge(Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(Map.of("live.poll-every", "10m"));
        settings.putAll(overrides);
        EdgeServer opened = new EdgeServer(settings);
        server = opened;
        order.standBehind(opened);
        return opened;
    }

    @AfterEach
    void close() {
        clients.forEach(BridgeClient::close);
        if (server != null) {
            server.close();
        }
    }

    private BridgeClient open(EdgeServer edge, Transport transport) {
        BridgeClient client = BridgeClient.open(edge, transport);
        clients.add(client);
        return client;
    }

    private BridgeClient open(EdgeServer edge) {
        return open(edge, Transport.PLAIN);
    }

    private static String carl(EdgeServer edge) {
        return edge.token("carl", "customer");
    }

    private static double closed(EdgeServer edge, String reason) {
        var counter =
                edge.metrics.find("souk.live.closed").tags("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void await(EdgeServer edge, String gauge, int value) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> edge.metrics.get(gauge).gauge().value() == value);
    }

    /** @return the status that the socket is refused with */
    private static int refused(EdgeServer edge, WebSocketConnectOptions how) {
        Throwable failure = Awaiting.failure(edge.vertx
                .createWebSocketClient()
                .connect(how.setHost("127.0.0.1").setPort(edge.port())));
        assertThat(failure).isInstanceOf(UpgradeRejectedException.class);
        return ((UpgradeRejectedException) Objects.requireNonNull(failure)).getStatus();
    }

    private static WebSocketConnectOptions plain() {
        return new WebSocketConnectOptions().setURI("/eventbus/websocket");
    }

    @Test
    void streamsAndSocketsCountTogetherByNode() {
        EdgeServer edge = edge(Map.of("live.max-sockets", "2"));
        order.happens();
        EventReader stream = EventReader.open(edge, carl(edge), null);
        BridgeClient client = open(edge);
        await(edge, "souk.live.sockets", 2);

        assertThat(refused(edge, plain())).isEqualTo(503);
        assertThat(refused(edge, new WebSocketConnectOptions().setURI("/eventbus/000/abc/websocket")))
                .isEqualTo(503);
        HttpResponse<Buffer> poll = edge.post("/eventbus/000/abcd/xhr")
                .http()
                .send()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertThat(poll.statusCode()).isEqualTo(503);
        assertThat(poll.getHeader("Content-Type")).isEqualTo("application/problem+json");
        assertThat(poll.getHeader("Retry-After")).isNotNull();
        assertThat(edge.get("/v1/orders/" + Samples.ORDER + "/events")
                        .as("olga", "operator")
                        .send()
                        .statusCode())
                .isEqualTo(503);
        stream.close();
        client.close();
        await(edge, "souk.live.sockets", 0);
        assertThat(edge.metrics.get("souk.live.bridge.sockets").gauge().value()).isZero();
    }

    @Test
    void aSessionThatIsOpenIsPolledThoughTheNodeIsFull() {
        EdgeServer edge = edge(Map.of("live.max-sockets", "1"));
        order.happens();
        BridgeClient client = open(edge, Transport.XHR);
        client.register(BridgeClient.ORDER, carl(edge));
        client.awaitIds(1L);
        order.happensAt(edge);
        client.awaitIds(1L, 2L);
    }

    @Test
    void socketsAreLimitedByAddress() {
        EdgeServer edge = edge(Map.of("live.per-address", "1"));
        open(edge);
        await(edge, "souk.live.sockets", 1);
        assertThat(refused(edge, plain())).isEqualTo(429);
    }

    @Test
    void aPrincipalsStreamsAndSocketsCountTogether() {
        EdgeServer edge = edge(Map.of("live.per-principal", "2"));
        order.happens();
        EventReader.open(edge, carl(edge), null);
        BridgeClient first = open(edge);
        first.register(BridgeClient.ORDER, carl(edge));
        first.awaitIds(1L);
        first.register("orders.7a1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11", carl(edge));
        first.awaitIds(1L, 1L);

        BridgeClient second = open(edge);
        second.register(BridgeClient.ORDER, carl(edge));
        assertThat(second.awaitError(1).getString("body")).isEqualTo("too_many_sockets");
        second.register(BridgeClient.ORDER, edge.token("olga", "operator"));
        second.awaitIds(1L);
        first.close();
        await(edge, "souk.live.sockets", 2);
        second.register("orders.7a1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11", carl(edge));
        second.awaitIds(1L, 1L);
    }

    @Test
    void aFrameThatIsTooLargeClosesASocketAndIsRefusedOfAPoll() {
        EdgeServer edge = edge(Map.of("live.frame-bytes", "2048"));
        order.happens();
        String large = BridgeClient.frame("register", BridgeClient.ORDER)
                .put("body", "x".repeat(3_000))
                .encode();
        BridgeClient plain = open(edge);
        plain.send(large);
        plain.awaitClose();
        BridgeClient sockjs = open(edge, Transport.WEBSOCKET);
        sockjs.send(large);
        sockjs.awaitClose();
        await(edge, "souk.live.sockets", 0);

        HttpResponse<Buffer> sent = Awaiting.result(edge.post("/eventbus/000/abc/xhr_send")
                .http()
                .sendBuffer(Buffer.buffer("[\"" + "x".repeat(3_000) + "\"]")));
        assertThat(sent.statusCode()).isEqualTo(413);
        await(edge, "souk.live.sockets", 0);
        assertThat(edge.edge.bodyBudget().used()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "WEBSOCKET"})
    void aReaderThatIsTooSlowIsClosedAndTheOthersDoNotWait(Transport transport) throws IOException {
        EdgeServer edge =
                edge(Map.of("live.queue-bytes", "1000000", "live.heartbeat", "500ms", "http.idle-timeout", "2s"));
        order.happens();
        BridgeClient quick = open(edge, Transport.WEBSOCKET);
        quick.register(BridgeClient.ORDER, carl(edge));
        quick.awaitIds(1L);
        try (Socket slow = new Socket("127.0.0.1", edge.port())) {
            registerWithoutReading(edge, slow, transport);
            await(edge, "souk.live.registrations", 2);
            Awaitility.await().atMost(PATIENCE).until(() -> {
                order.happensAt(edge, "x".repeat(200_000));
                return closed(edge, "slow") >= 1;
            });
            await(edge, "souk.live.registrations", 1);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> quick.ids().size() == order.size());
        assertThat(closed(edge, "slow")).isEqualTo(1);
    }

    /** Speaks as much of RFC 6455 as it takes to register. */
    private static void registerWithoutReading(EdgeServer edge, Socket socket, Transport transport) throws IOException {
        String path = transport == Transport.PLAIN ? "/eventbus/websocket" : "/eventbus/000/slow/websocket";
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        assertThat(head).contains("101");
        String frame = BridgeClient.frame("register", BridgeClient.ORDER)
                .put("headers", new io.vertx.core.json.JsonObject().put("token", carl(edge)))
                .encode();
        String text = transport == Transport.PLAIN
                ? frame
                : new io.vertx.core.json.JsonArray().add(frame).encode();
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        Buffer masked = Buffer.buffer().appendByte((byte) 0x81);
        masked.appendByte((byte) (0x80 | 126)).appendUnsignedShort(payload.length);
        // A mask of zeros changes nothing.
        masked.appendInt(0).appendBytes(payload);
        socket.getOutputStream().write(masked.getBytes());
    }

    @Test
    void whoSendsTooManyFramesIsClosed() {
        EdgeServer edge = edge(Map.of());
        BridgeClient client = open(edge);
        for (int i = 0; i < 400 && !client.isClosed(); i++) {
            if (client.trySend("{}")) {
                continue;
            }
            break;
        }
        assertThat(client.awaitClose()).isEqualTo((short) 1008);
        assertThat(closed(edge, "flood")).isEqualTo(1);
        assertThat(client.frames("err")).hasSizeBetween(200, 399);
    }

    @ParameterizedTest
    @EnumSource
    void aSocketThatFollowsNothingIsClosed(Transport transport) {
        EdgeServer edge = edge(Map.of("live.register-within", "700ms"));
        order.happens();
        BridgeClient busy = open(edge);
        busy.register(BridgeClient.ORDER, carl(edge));
        busy.awaitIds(1L);
        BridgeClient idle = open(edge, transport);
        idle.register(BridgeClient.ORDER, carl(edge));
        idle.awaitIds(1L);
        idle.send(BridgeClient.frame("unregister", BridgeClient.ORDER));
        idle.awaitClose();
        assertThat(closed(edge, "idle")).isEqualTo(1);
        assertThat(busy.isClosed()).isFalse();
        busy.send(BridgeClient.frame("unregister", BridgeClient.ORDER));
        busy.awaitClose();
        await(edge, "souk.live.sockets", 0);
    }

    /** The deadline for the head of a next request does not apply to a connection that became a websocket. */
    @Test
    void aQuietWebsocketStaysWhileItPings() {
        EdgeServer edge = edge(Map.of("http.idle-timeout", "2s", "http.head-timeout", "1s"));
        order.happens();
        BridgeClient client = open(edge);
        client.register(BridgeClient.ORDER, carl(edge));
        client.awaitIds(1L);
        for (int i = 1; i <= 8; i++) {
            int pings = i;
            client.send("{\"type\":\"ping\"}");
            Awaitility.await()
                    .pollDelay(Duration.ofMillis(500))
                    .atMost(PATIENCE)
                    .until(() -> client.frames("pong").size() == pings);
        }
        order.happensAt(edge);
        client.awaitIds(1L, 2L);
    }

    @Test
    void aSessionOfSockJsHasHeartbeats() {
        EdgeServer edge = edge(Map.of("http.idle-timeout", "2s", "live.heartbeat", "300ms"));
        order.happens();
        BridgeClient client = open(edge, Transport.WEBSOCKET);
        client.register(BridgeClient.ORDER, carl(edge));
        client.awaitIds(1L);
        Awaitility.await().atMost(PATIENCE).until(() -> client.heartbeats() > 10);
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void aStoppingNodeClosesItsSockets() {
        EdgeServer edge = edge(Map.of());
        order.happens();
        BridgeClient plain = open(edge);
        plain.register(BridgeClient.ORDER, carl(edge));
        plain.awaitIds(1L);
        BridgeClient sockjs = open(edge, Transport.WEBSOCKET);
        BridgeClient xhr = open(edge, Transport.XHR_STREAMING);
        Awaiting.result(edge.vertx.undeploy(edge.deployment));
        assertThat(plain.awaitClose()).isEqualTo((short) 1001);
        sockjs.awaitClose();
        xhr.awaitClose();
        await(edge, "souk.live.sockets", 0);
        await(edge, "souk.live.registrations", 0);
    }

    private static HttpResponse<Buffer> info(EdgeServer edge, @Nullable String origin) {
        var request = edge.get("/eventbus/info").http();
        return Awaiting.result((origin == null ? request : request.putHeader("Origin", origin)).send());
    }

    @Test
    void pagesOfOtherOriginsAreRefusedUnlessListed() {
        EdgeServer edge = edge(Map.of("live.origins", "https://shop.example"));
        String own = "http://127.0.0.1:" + edge.port();
        assertThat(info(edge, null).statusCode()).isEqualTo(200);
        assertThat(info(edge, null).bodyAsJsonObject().getBoolean("cookie_needed"))
                .isFalse();
        assertThat(info(edge, own).statusCode()).isEqualTo(200);
        assertThat(info(edge, "https://shop.example").statusCode()).isEqualTo(200);
        assertThat(info(edge, "https://shop.example").getHeader("Access-Control-Allow-Origin"))
                .isEqualTo("https://shop.example");
        for (String other : List.of("https://evil.example", "null", "http://127.0.0.1", "https://shop.example.evil")) {
            assertThat(info(edge, other).statusCode()).as(other).isEqualTo(403);
            assertThat(info(edge, other).getHeader("Access-Control-Allow-Origin"))
                    .isNull();
            assertThat(refused(edge, plain().addHeader("Origin", other)))
                    .as(other)
                    .isEqualTo(403);
            assertThat(refused(
                            edge,
                            new WebSocketConnectOptions()
                                    .setURI("/eventbus/000/abc/websocket")
                                    .addHeader("Origin", other)))
                    .as(other)
                    .isEqualTo(403);
        }
        await(edge, "souk.live.sockets", 0);
    }

    @Test
    void whatHidesTheOriginOrIsNotNeededIsNotThere() {
        EdgeServer edge = edge(Map.of());
        for (String path : List.of(
                "/eventbus/iframe.html",
                "/eventbus/iframe-1.html",
                "/eventbus/000/abc/jsonp?c=x",
                "/eventbus/000/abc/htmlfile?c=x",
                "/eventbus/nothing")) {
            assertThat(Awaiting.result(edge.get(path).http().send()).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(Awaiting.result(edge.post("/eventbus/chunking_test").http().send())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void http2IsRefused() {
        EdgeServer edge = edge(Map.of("http.h2c", "true"));
        var http2 = edge.vertx.createHttpClient(new io.vertx.core.http.HttpClientOptions()
                .setProtocolVersion(io.vertx.core.http.HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
        HttpClientResponse answer = Awaiting.result(http2.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost("127.0.0.1")
                        .setPort(edge.port())
                        .setURI("/eventbus/000/abc/xhr"))
                .compose(request -> request.send()));
        assertThat(answer.statusCode()).isEqualTo(400);
        await(edge, "souk.live.sockets", 0);
    }
}
