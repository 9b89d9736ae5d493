package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.BridgeClient.Transport;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounds of a socket until the bridge has accepted a registration of it, over real sockets. */
class BridgeStrangersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PATH = "/v1/orders/" + Samples.ORDER;
    private static final String NOBODYS = "orders.7a1d0f0a-3c43-1b0e-9a52-2f0f4c1f8d11";

    private static final int MANY = 2_000;

    private final OneOrder order = new OneOrder();
    private final List<BridgeClient> clients = new ArrayList<>();
    private @Nullable EdgeServer server;

    private EdgeServer edge(Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(Map.of("live.poll-every", "10m"));
        settings.putAll(overrides);
        EdgeServer opened = new EdgeServer(settings);
        server = opened;
        order.standBehind(opened);
        order.happens();
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

    private static String carl(EdgeServer edge) {
        return edge.token("carl", "customer");
    }

    private static double count(EdgeServer edge, String name, String tag, String value) {
        var counter = edge.metrics.find(name).tags(tag, value).counter();
        return counter == null ? 0 : counter.count();
    }

    private static double closed(EdgeServer edge, String reason) {
        return count(edge, "souk.live.closed", "reason", reason);
    }

    private static void awaitNoSockets(EdgeServer edge) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> edge.metrics.get("souk.live.sockets").gauge().value() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void aSocketOnWhichNothingIsAcceptedInTimeIsClosed(Transport transport) {
        EdgeServer edge = edge(Map.of("live.accept-within", "2s"));
        BridgeClient stranger = open(edge, transport);

        stranger.awaitClose();

        assertThat(closed(edge, "stranger")).isEqualTo(1);
        assertThat(closed(edge, "idle")).isZero();
        awaitNoSockets(edge);
    }

    /** Each registration would restart the time, if the check of its token counted. */
    @Test
    void refusedRegistrationsDoNotKeepASocketOpen() {
        EdgeServer edge = edge(Map.of("live.accept-within", "3s"));
        BridgeClient stranger = open(edge, Transport.PLAIN);
        JsonObject bad = BridgeClient.frame("register", BridgeClient.ORDER)
                .put("headers", new JsonObject().put("token", "none"));

        int sent = 0;
        while (sent < MANY && !stranger.isClosed() && stranger.trySend(bad.encode())) {
            sent++;
            // The frames come one by one, as a patient client sends them.
            int answers = sent;
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(PATIENCE)
                    .until(() -> stranger.isClosed() || stranger.frames("err").size() >= answers);
        }

        assertThat(sent).isLessThan(MANY);
        assertThat(stranger.awaitClose()).isEqualTo((short) 1008);
        assertThat(closed(edge, "stranger")).isEqualTo(1);
        awaitNoSockets(edge);
    }

    @Test
    void aSocketThatFollowsStaysThoughItsTimeAsAStrangerIsOver() {
        EdgeServer edge = edge(Map.of("live.accept-within", "8s"));
        BridgeClient follower = open(edge, Transport.PLAIN);
        follower.register(BridgeClient.ORDER, carl(edge));
        follower.awaitIds(1L);
        // The stranger connects later, so its time ends later.
        BridgeClient stranger = open(edge, Transport.PLAIN);

        stranger.awaitClose();

        order.happensAt(edge);
        follower.awaitIds(1L, 2L);
        assertThat(closed(edge, "stranger")).isEqualTo(1);
    }

    private static String frame(String token, int bytes) {
        JsonObject frame = BridgeClient.frame("register", BridgeClient.ORDER)
                .put("headers", new JsonObject().put("token", token))
                .put("more", "");
        return frame.put("more", "x".repeat(bytes - frame.encode().length())).encode();
    }

    @ParameterizedTest
    @EnumSource
    void aFrameOfAStrangerIsSmallAndOneOfAFollowerMayBeLarger(Transport transport) {
        EdgeServer edge = edge(Map.of("live.stranger-frame-bytes", "2048", "live.frame-bytes", "8192"));
        BridgeClient follower = open(edge, transport);
        follower.send(frame(carl(edge), 2048));
        follower.awaitIds(1L);
        follower.send(BridgeClient.frame("register", NOBODYS)
                .put("more", "x".repeat(4_000))
                .put("headers", new JsonObject().put("token", carl(edge))));
        assertThat(follower.awaitError(1).getString("body")).isEqualTo("access_denied");

        BridgeClient stranger = open(edge, transport);
        stranger.send(frame(carl(edge), 2049));
        Short code = stranger.awaitClose();

        if (transport == Transport.PLAIN) {
            assertThat(code).isEqualTo((short) 1009);
        }
        assertThat(stranger.ids()).isEmpty();
        assertThat(follower.isClosed()).isFalse();
        assertThat(closed(edge, "large")).isEqualTo(1);
    }

    private static int status(EdgeServer edge, String path, String token) {
        return edge.get(path).header("Authorization", "Bearer " + token).send().statusCode();
    }

    /** One attempt a second comes back: sooner or later each way in finds none left. */
    @Test
    void badTokensOfAnAddressAreCountedTogetherWhereverTheyCome() {
        EdgeServer edge = edge(Map.of("limits.bad-tokens.per-second", "1", "limits.bad-tokens.burst", "10"));
        BridgeClient client = open(edge, Transport.PLAIN);
        String known = carl(edge);
        client.register(BridgeClient.ORDER, known);
        client.awaitIds(1L);

        Set<String> refused = new HashSet<>();
        int bridged = 0;
        for (int i = 0; refused.size() < 3 && i < 1_000; i++) {
            if (status(edge, PATH, "bad-" + i) == 429) {
                refused.add("http");
            }
            if (status(edge, PATH + "/events", "bad-" + i) == 429) {
                refused.add("stream");
            }
            client.register(BridgeClient.ORDER, "bad-" + i);
            bridged++;
            if (client.awaitError(bridged).getString("body").equals("rate_limited")) {
                refused.add("bridge");
            }
        }

        assertThat(refused).containsExactlyInAnyOrder("http", "stream", "bridge");
        assertThat(count(edge, "souk.edge.limits.refused", "limit", "bad-tokens"))
                .isGreaterThanOrEqualTo(3);
        assertThat(count(edge, "souk.live.frames.refused", "reason", "not_logged_in")
                        + count(edge, "souk.live.frames.refused", "reason", "rate_limited"))
                .isEqualTo(bridged);
        // A registration that was verified before goes on.
        order.happensAt(edge);
        client.awaitIds(1L, 2L);
        EventReader stream = EventReader.open(edge, known, null);
        stream.awaitIds(1L, 2L);
        stream.close();
    }

    @Test
    void theRefusalOfABadTokenSaysWhenToComeBack() {
        EdgeServer edge = edge(Map.of("limits.bad-tokens.per-second", "1", "limits.bad-tokens.burst", "1"));
        HttpResponse<Buffer> answer = bad(edge, 0);
        for (int i = 1; i < 1_000 && answer.statusCode() != 429; i++) {
            assertThat(answer.statusCode()).isEqualTo(401);
            answer = bad(edge, i);
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.bodyAsJsonObject().getString("code")).isEqualTo("rate_limited");
        assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
    }

    private static HttpResponse<Buffer> bad(EdgeServer edge, int number) {
        return edge.get(PATH).header("Authorization", "Bearer bad-" + number).send();
    }
}
