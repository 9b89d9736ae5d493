package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.UnavailableException;
import dev.souk.edge.BridgeClient.Transport;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.GetTimelines;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The event-bus bridge over real sockets of every transport; the order behind it is the test's. */
class BridgeRouteTest {
    private static final String ORDER = BridgeClient.ORDER;
    private static final int MANY = 100;

    private final OneOrder order = new OneOrder();
    private final List<BridgeClient> clients = new ArrayList<>();
    private @Nullable EdgeServer server;

    private EdgeServer edge(Map<String, String> overrides) {
        // Sockets get entries by hints, unless a test says otherwise.
        Map<String, String> settings = new HashMap<>(Map.of("live.poll-every", "10m"));
        settings.putAll(overrides);
        EdgeServer opened = new EdgeServer(settings);
        server = opened;
        order.standBehind(opened);
        return opened;
    }

    private EdgeServer edge() {
        return edge(Map.of());
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

    private static double count(EdgeServer edge, String name, String... tags) {
        var counter = edge.metrics.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void await(EdgeServer edge, String gauge, int value) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> edge.metrics.get(gauge).gauge().value() == value);
    }

    private static JsonObject summary(JsonObject error) {
        return new JsonObject()
                .put("address", error.getValue("address"))
                .put("code", error.getValue("failureCode"))
                .put("body", error.getValue("body"));
    }

    private static void assertError(JsonObject error, @Nullable String address, int code, String body) {
        assertThat(summary(error))
                .isEqualTo(new JsonObject()
                        .put("address", address)
                        .put("code", code)
                        .put("body", body));
        assertThat(error.getString("message")).isNotBlank();
        assertThat(error.getString("failureType")).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheTimelineThenWhatHappens(Transport transport) {
        EdgeServer edge = edge();
        order.happens();
        order.happens("because");
        BridgeClient client = open(edge, transport);
        client.register(ORDER, carl(edge));
        client.awaitIds(1L, 2L);
        order.happensAt(edge);
        client.awaitIds(1L, 2L, 3L);

        assertThat(client.frames().get(1))
                .isEqualTo(new JsonObject()
                        .put("type", "rec")
                        .put("address", ORDER)
                        .put(
                                "body",
                                new JsonObject()
                                        .put("seq", 2)
                                        .put("at", Samples.NOON.toString())
                                        .put("status", "RESERVED")
                                        .put("event", "order.step")
                                        .put("reason", "because")
                                        .put("eventId", Samples.ORDER.toString())
                                        .put("traceId", "ab".repeat(16))));
        assertThat(client.frames("err")).isEmpty();
    }

    private record Refused(String frame, @Nullable String address, int code, String body) {}

    private static Refused registered(String address, @Nullable Object token, int code, String body) {
        JsonObject frame = BridgeClient.frame("register", address);
        return new Refused(
                (token == null ? frame : frame.put("headers", new JsonObject().put("token", token))).encode(),
                address,
                code,
                body);
    }

    /** Sends all frames on one socket, which goes on after each refusal. */
    @ParameterizedTest
    @EnumSource
    void refusesInClearFramesAndStays(Transport transport) {
        EdgeServer edge = edge();
        order.happens();
        String expired =
                edge.issuer.token("carl", List.of("customer"), Instant.now().minusSeconds(7200), Duration.ofMinutes(1));
        String forged = carl(edge).substring(0, carl(edge).length() - 6) + "AAAAAA";
        String noOrder = "orders.00000000-0000-1000-8000-000000000000";
        List<Refused> cases = List.of(
                registered(ORDER, null, 401, "not_logged_in"),
                registered(ORDER, 7, 401, "not_logged_in"),
                registered(ORDER, "nonsense", 401, "not_logged_in"),
                registered(ORDER, forged, 401, "not_logged_in"),
                registered(ORDER, expired, 401, "not_logged_in"),
                registered("ops.orders", expired, 401, "not_logged_in"),
                registered("ops.orders", null, 401, "not_logged_in"),
                registered("nothing", null, 401, "not_logged_in"),
                registered(ORDER, edge.token("eve", "customer"), 403, "access_denied"),
                registered(ORDER, edge.token("mo", "merchant"), 403, "access_denied"),
                registered(noOrder, carl(edge), 403, "access_denied"),
                registered(noOrder, edge.token("olga", "operator"), 403, "access_denied"),
                registered("ops.orders", carl(edge), 403, "access_denied"),
                registered("ops.orders", edge.token("mo", "merchant"), 403, "access_denied"),
                registered("orders.x", carl(edge), 403, "access_denied"),
                registered("orders.*", edge.token("olga", "operator"), 403, "access_denied"),
                registered("order.changed", edge.token("olga", "operator"), 403, "access_denied"),
                new Refused(
                        BridgeClient.frame("register", "ops." + "x".repeat(200)).encode(),
                        null,
                        400,
                        "max_address_length_reached"),
                new Refused("{\"type\":\"register\"}", null, 400, "missing_address"),
                new Refused("{\"type\":\"register\",\"address\":7}", null, 400, "missing_address"),
                new Refused(
                        BridgeClient.frame("register", ORDER)
                                .put("headers", "x")
                                .encode(),
                        ORDER,
                        400,
                        "invalid_headers"),
                new Refused(
                        BridgeClient.frame("register", ORDER)
                                .put("headers", new JsonObject().put("Last-Event-ID", "-1"))
                                .encode(),
                        ORDER,
                        400,
                        "invalid_headers"),
                new Refused("{\"type\":\"unregister\"}", null, 400, "missing_address"),
                new Refused(BridgeClient.frame("send", ORDER).encode(), ORDER, 403, "access_denied"),
                new Refused(
                        BridgeClient.frame("send", "order.place")
                                .put("replyAddress", "r1")
                                .put("body", new JsonObject())
                                .encode(),
                        "r1",
                        403,
                        "access_denied"),
                new Refused(
                        BridgeClient.frame("publish", "order.changed").encode(), "order.changed", 403, "access_denied"),
                new Refused("{\"type\":\"send\"}", null, 403, "access_denied"),
                new Refused("{\"type\":\"rec\"}", null, 400, "invalid_type"),
                new Refused("{}", null, 400, "missing_type"),
                new Refused("{\"type\":null}", null, 400, "missing_type"),
                new Refused("[]", null, 400, "invalid_json"),
                new Refused("{\"type\":", null, 400, "invalid_json"),
                new Refused("{\"type\":\"ping\",\"type\":\"send\"}", null, 400, "invalid_json"),
                new Refused("hello", null, 400, "invalid_json"));
        BridgeClient client = open(edge, transport);
        for (int i = 0; i < cases.size(); i++) {
            Refused given = cases.get(i);
            client.send(given.frame());
            JsonObject error = client.awaitError(i + 1);
            assertThat(error).as(given.frame()).isNotNull();
            assertError(error, given.address(), given.code(), given.body());
        }
        assertThat(client.frames("rec")).isEmpty();
        await(edge, "souk.live.registrations", 0);

        client.register(ORDER, carl(edge));
        client.awaitIds(1L);
        assertThat(client.frames("err")).hasSize(cases.size());
        assertThat(count(edge, "souk.live.frames.refused", "reason", "not_logged_in"))
                .isEqualTo(8);
    }

    @Test
    void thePermissionIsNotLookedAtWithoutAToken() {
        EdgeServer edge = edge();
        BridgeClient client = open(edge);
        client.send(BridgeClient.frame("register", ORDER));
        client.awaitError(1);
        client.register(ORDER, edge.token("mo", "merchant"));
        client.awaitError(2);

        assertThat(edge.features.asked(GetTimelines.class)).isEmpty();
    }

    @Test
    void anOperatorFollowsEverybodysOrder() {
        EdgeServer edge = edge();
        order.happens();
        BridgeClient client = open(edge);
        client.register(ORDER, edge.token("olga", "operator"));
        client.awaitIds(1L);
    }

    @Test
    void resumesAfterTheLastIdThatWasReadWithoutGapOrRepeat() {
        EdgeServer edge = edge();
        LongStream.range(0, 4).forEach(step -> order.happens());
        BridgeClient client = open(edge);
        client.registerAfter(ORDER, carl(edge), "2");
        client.awaitIds(3L, 4L);
        BridgeClient other = open(edge);
        other.registerAfter(ORDER, carl(edge), 3);
        other.awaitIds(4L);
        order.happensAt(edge);
        client.awaitIds(3L, 4L, 5L);
        other.awaitIds(4L, 5L);
        assertThat(count(edge, "souk.live.resumed")).isEqualTo(2);
    }

    @Test
    void answersPingsOnAPlainSocket() {
        BridgeClient client = open(edge());
        client.send("{\"type\":\"ping\"}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> client.frames("pong").size() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void anUnregisteredAddressIsToldNoMore(Transport transport) {
        EdgeServer edge = edge();
        order.happens();
        BridgeClient client = open(edge, transport);
        client.register(ORDER, carl(edge));
        client.awaitIds(1L);
        client.send(BridgeClient.frame("unregister", ORDER));
        await(edge, "souk.live.registrations", 0);
        order.happensAt(edge);
        client.registerAfter(ORDER, carl(edge), 1);
        client.awaitIds(1L, 2L);
        assertThat(client.frames("err")).isEmpty();
    }

    @Test
    void anAddressThatIsRegisteredAgainGoesOnWithTheNewToken() {
        EdgeServer edge = edge();
        order.happens();
        order.happens();
        Instant over = Instant.now().plusSeconds(5);
        String soonOver = edge.issuer.token("carl", List.of("customer"), Instant.now(), Duration.ofSeconds(4));
        BridgeClient client = open(edge);
        client.register(ORDER, soonOver);
        client.awaitIds(1L, 2L);
        client.register(ORDER, "nonsense");
        client.awaitError(1);
        order.happensAt(edge);
        client.awaitIds(1L, 2L, 3L);
        client.register(ORDER, carl(edge));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        edge.features.asked(GetTimelines.class).contains(new GetTimelines(Map.of(Samples.ORDER, 3L))));
        await(edge, "souk.live.registrations", 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Instant.now().isAfter(over));
        order.happensAt(edge);
        client.awaitIds(1L, 2L, 3L, 4L);
        assertThat(client.frames("err")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredTokenEndsItsRegistrations(Transport transport) {
        EdgeServer edge = edge();
        order.happens();
        String shortLived = edge.issuer.token("carl", List.of("customer"), Instant.now(), Duration.ofSeconds(3));
        BridgeClient client = open(edge, transport);
        client.register(ORDER, shortLived);
        client.awaitIds(1L);
        assertError(client.awaitError(1), ORDER, 401, "token_expired");
        await(edge, "souk.live.registrations", 0);
        order.happensAt(edge);
        client.register(ORDER, shortLived);
        assertError(client.awaitError(2), ORDER, 401, "not_logged_in");

        client.registerAfter(ORDER, carl(edge), 1);
        client.awaitIds(1L, 2L);
        assertThat(count(edge, "souk.live.closed", "reason", "expired")).isEqualTo(1);
    }

    @Test
    void anOrderThatEndedFreesItsPlace() {
        EdgeServer edge = edge(Map.of("live.registrations", "1"));
        order.happens();
        order.ends();
        BridgeClient client = open(edge);
        client.register(ORDER, carl(edge));
        client.awaitIds(1L);
        await(edge, "souk.live.registrations", 0);
        client.register("orders." + UUID.randomUUID(), carl(edge));
        client.awaitIds(1L, 1L);
    }

    @Test
    void anOrderThatCannotBeReadIsUnavailable() {
        EdgeServer edge = edge();
        edge.features.fail(OrderEndpoints.TIMELINES, new UnavailableException("away"));
        BridgeClient client = open(edge);
        client.register(ORDER, carl(edge));
        assertError(client.awaitError(1), ORDER, 503, "unavailable");
    }

    @ParameterizedTest
    @EnumSource
    void manyRegistrationsOfASocketAreServedUpToTheBound(Transport transport) {
        EdgeServer edge = edge();
        order.happens("x".repeat(500));
        order.happens();
        BridgeClient client = open(edge, transport);
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            addresses.add("orders." + UUID.randomUUID());
            client.register(addresses.getLast(), carl(edge));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> client.ids().size() == 2 * MANY);
        assertThat(client.frames("rec").stream().map(frame -> frame.getString("address")))
                .containsAll(addresses);
        client.register(ORDER, carl(edge));
        assertError(client.awaitError(1), ORDER, 429, "max_handlers_reached");
        await(edge, "souk.live.registrations", MANY);
        client.close();
        if (transport == Transport.PLAIN || transport == Transport.WEBSOCKET) {
            await(edge, "souk.live.registrations", 0);
            await(edge, "souk.live.sockets", 0);
            await(edge, "souk.live.orders", 0);
        }
    }

    @Test
    void theNodeHasABoundOfItsOwnForRegistrations() {
        EdgeServer edge = edge(Map.of("live.max-registrations", "1"));
        order.happens();
        BridgeClient client = open(edge);
        client.register(ORDER, carl(edge));
        client.awaitIds(1L);
        String other = "orders." + UUID.randomUUID();
        client.register(other, carl(edge));
        assertError(client.awaitError(1), other, 503, "busy");
    }

    @Test
    void operatorsWatchWhatIsPublishedInTheNodeWhileTheyDo() {
        EdgeServer edge = edge();
        edge.edge.ops().publish("ops.things", "{\"n\":0}");
        BridgeClient client = open(edge);
        client.register("ops.things", edge.token("olga", "operator"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> edge.edge.ops().isWatched("ops.things"));
        edge.edge.ops().publish("ops.things", "{\"n\":1}");
        BridgeClient late = open(edge);
        late.register("ops.things", edge.token("olga", "operator"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        late.frames("rec").size() == 1 && client.frames("rec").size() == 1);
        assertThat(late.frames("rec").getFirst().getJsonObject("body")).isEqualTo(new JsonObject().put("n", 1));

        client.close();
        late.close();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !edge.edge.ops().isWatched("ops.things"));
    }

    @Test
    void operatorsWatchHowManyOrdersComeIntoEachState() {
        EdgeServer edge = edge();
        BridgeClient client = open(edge);
        client.register("ops.orders", edge.token("olga", "operator"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> edge.edge.ops().isWatched("ops.orders"));
        for (int i = 0; i < 5; i++) {
            order.happensAt(edge);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> client.frames("rec").stream()
                                .mapToInt(frame -> frame.getJsonObject("body")
                                        .getJsonObject("states")
                                        .getInteger("RESERVED"))
                                .sum()
                        == 5);
        JsonObject beat = client.frames("rec").getFirst().getJsonObject("body");
        assertThat(beat.getLong("millis")).isEqualTo(1_000);
        assertThat(beat.getJsonObject("states").fieldNames())
                .contains("CONFIRMED", "SHIPPED")
                .doesNotContain("PENDING");
        assertThat(client.frames("rec").getFirst().getString("address")).isEqualTo("ops.orders");
    }
}
