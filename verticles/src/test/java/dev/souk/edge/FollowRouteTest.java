package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.UnavailableException;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.GetTimelines;
import dev.souk.order.message.OrderEndpoints.OrderChanged;
import dev.souk.order.message.OrderEndpoints.Timeline;
import dev.souk.order.message.OrderEndpoints.Timelines;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.TimelineEntry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders followed by server-sent events, over real sockets; the order behind them is the test's. */
class FollowRouteTest {
    private static final String PATH = "/v1/orders/" + Samples.ORDER + "/events";
    private static final int MANY = 100;

    private final List<TimelineEntry> timeline = new CopyOnWriteArrayList<>();
    private final List<EventReader> readers = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private volatile boolean over;
    private @Nullable EdgeServer server;

    private EdgeServer edge(Map<String, String> overrides) {
        // Streams get entries by hints, unless a test says otherwise.
        Map<String, String> settings = new HashMap<>(Map.of("live.poll-every", "10m"));
        settings.putAll(overrides);
        EdgeServer opened = new EdgeServer(settings);
        server = opened;
        opened.features.answer(OrderEndpoints.TIMELINES, this::now);
        return opened;
    }

    private EdgeServer edge() {
        return edge(Map.of());
    }

    @AfterEach
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Answers as the order's own store does. */
    private Timelines now(GetTimelines asked) {
        Map<UUID, Timeline> found = new HashMap<>();
        Long after = asked.after().get(Samples.ORDER);
        if (after != null && !timeline.isEmpty()) {
            List<TimelineEntry> known = List.copyOf(timeline);
            found.put(
                    Samples.ORDER,
                    new Timeline(
                            "carl",
                            known.size(),
                            over,
                            known.stream().filter(entry -> entry.seq() > after).toList()));
        }
        return new Timelines(found);
    }

    private TimelineEntry happens(@Nullable String reason) {
        TimelineEntry entry = new TimelineEntry(
                timeline.size() + 1,
                Samples.NOON,
                OrderStatus.PENDING,
                "order.step",
                reason,
                Samples.ORDER,
                "ab".repeat(16));
        timeline.add(entry);
        return entry;
    }

    private TimelineEntry happens() {
        return happens(null);
    }

    private static void hint(EdgeServer edge, TimelineEntry entry) {
        edge.bus.hint(OrderEndpoints.CHANGED, new OrderChanged(Samples.ORDER, "carl", entry));
    }

    private EventReader follow(EdgeServer edge, @Nullable Long last) {
        EventReader reader = EventReader.open(edge, edge.token("carl", "customer"), last);
        readers.add(reader);
        return reader;
    }

    /** A client that asks and never reads; open until the server has stopped. */
    private void followWithoutReading(EdgeServer edge) throws IOException {
        Socket slow = new Socket("127.0.0.1", edge.port());
        sockets.add(slow);
        String head = "GET " + PATH + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ";
        slow.getOutputStream()
                .write((head + edge.token("carl", "customer") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        awaitSockets(edge, 1);
    }

    private static double count(EdgeServer edge, String name, String... tags) {
        var counter = edge.metrics.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void awaitSockets(EdgeServer edge, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> edge.metrics.get("souk.live.sockets").gauge().value() == count);
    }

    @Test
    void tellsTheTimelineThenWhatHappens() {
        EdgeServer edge = edge();
        happens();
        happens("because");
        EventReader reader = follow(edge, null);
        reader.awaitIds(1L, 2L);
        hint(edge, happens());
        reader.awaitIds(1L, 2L, 3L);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> edge.metrics.get("souk.live.fanout").timer().count() == 2);
        assertThat(reader.response().statusCode()).isEqualTo(200);
        assertThat(reader.response().getHeader("Content-Type")).isEqualTo("text/event-stream");
        assertThat(reader.response().getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(reader.values("event")).containsExactly("order.step", "order.step", "order.step");
        assertThat(new JsonObject(reader.values("data").get(1)))
                .isEqualTo(new JsonObject()
                        .put("seq", 2)
                        .put("at", Samples.NOON.toString())
                        .put("status", "PENDING")
                        .put("event", "order.step")
                        .put("reason", "because")
                        .put("eventId", Samples.ORDER.toString())
                        .put("traceId", "ab".repeat(16)));
    }

    @Test
    void resumesAfterTheLastIdThatWasRead() {
        EdgeServer edge = edge();
        LongStream.range(0, 4).forEach(step -> happens());
        EventReader reader = follow(edge, 2L);
        reader.awaitIds(3L, 4L);
        hint(edge, happens());
        reader.awaitIds(3L, 4L, 5L);
        assertThat(count(edge, "souk.live.resumed")).isEqualTo(1);
    }

    @Test
    void aHintThatComesTwiceOrBeforeItsEntryRepeatsNothing() {
        EdgeServer edge = edge();
        TimelineEntry first = happens();
        EventReader reader = follow(edge, null);
        reader.awaitIds(1L);
        hint(edge, first);
        hint(edge, new TimelineEntry(2, Samples.NOON, OrderStatus.PENDING, "order.step", null, null, null));
        TimelineEntry second = happens();
        hint(edge, second);
        hint(edge, second);
        hint(edge, happens());
        reader.awaitIds(1L, 2L, 3L);
    }

    @Test
    void aLostHintIsCoveredByThePoll() {
        EdgeServer edge = edge(Map.of("live.poll-every", "100ms"));
        happens();
        EventReader reader = follow(edge, null);
        reader.awaitIds(1L);
        happens();
        reader.awaitIds(1L, 2L);
    }

    @Test
    void aFailedReadIsMadeUpForByThePoll() {
        EdgeServer edge = edge(Map.of("live.poll-every", "100ms"));
        happens();
        EventReader reader = follow(edge, null);
        reader.awaitIds(1L);
        edge.features.fail(OrderEndpoints.TIMELINES, new UnavailableException("away"));
        hint(edge, happens());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> count(edge, "souk.live.reads", "outcome", "failed") > 0);
        edge.features.answer(OrderEndpoints.TIMELINES, this::now);
        reader.awaitIds(1L, 2L);
    }

    @Test
    void endsWhenNothingCanFollowAndThenHasNothingLeft() {
        EdgeServer edge = edge();
        happens();
        EventReader reader = follow(edge, null);
        reader.awaitIds(1L);
        over = true;
        hint(edge, happens());
        Awaiting.result(reader.ended());
        assertThat(reader.ids()).containsExactly(1L, 2L);

        HttpResponse<Buffer> again = edge.get(PATH)
                .as("carl", "customer")
                .header("Last-Event-ID", "2")
                .send();
        assertThat(again.statusCode()).isEqualTo(204);
        awaitSockets(edge, 0);
    }

    @Test
    void isOnlyForTheOwnerAndOperators() {
        EdgeServer edge = edge();
        happens();
        over = true;

        assertThat(edge.get(PATH).as("eve", "customer").send().statusCode()).isEqualTo(404);
        assertThat(edge.get(PATH).send().statusCode()).isEqualTo(401);
        assertThat(edge.get(PATH).as("mo", "merchant").send().statusCode()).isEqualTo(403);
        assertThat(edge.get(PATH).as("olga", "operator").send().statusCode()).isEqualTo(200);
        assertThat(edge.get("/v1/orders/" + UUID.randomUUID() + "/events")
                        .as("carl", "customer")
                        .send()
                        .statusCode())
                .isEqualTo(404);
        assertThat(edge.get(PATH)
                        .as("carl", "customer")
                        .header("Last-Event-ID", "-1")
                        .send()
                        .statusCode())
                .isEqualTo(400);
        awaitSockets(edge, 0);
    }

    @Test
    void anOrderThatCannotBeReadIsUnavailable() {
        EdgeServer edge = edge();
        edge.features.fail(OrderEndpoints.TIMELINES, new UnavailableException("away"));

        assertThat(edge.get(PATH).as("carl", "customer").send().statusCode()).isEqualTo(503);
        awaitSockets(edge, 0);
    }

    @Test
    void oneReadServesAllWhoFollow() {
        EdgeServer edge = edge();
        happens();
        for (int i = 0; i < MANY; i++) {
            follow(edge, null);
        }
        readers.forEach(reader -> reader.awaitIds(1L));
        edge.features.forget();
        Promise<Void> held = Promise.promise();
        edge.features.answerLater(
                OrderEndpoints.TIMELINES, asked -> held.future().map(free -> now(asked)));
        for (int i = 0; i < 50; i++) {
            hint(edge, happens());
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !edge.features.asked(GetTimelines.class).isEmpty());
        held.complete();

        Long[] all = LongStream.rangeClosed(1, 51).boxed().toArray(Long[]::new);
        readers.forEach(reader -> reader.awaitIds(all));
        assertThat(edge.features.asked(GetTimelines.class)).hasSizeBetween(1, 2);
    }

    @Test
    void aFollowerThatComesDuringAReadMissesNothing() {
        EdgeServer edge = edge();
        happens();
        happens();
        EventReader early = follow(edge, 1L);
        early.awaitIds(2L);
        Promise<Void> held = Promise.promise();
        edge.features.forget();
        edge.features.answerLater(
                OrderEndpoints.TIMELINES, asked -> held.future().map(free -> now(asked)));
        hint(edge, happens());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> edge.features.asked(GetTimelines.class).size() == 1);
        Future<HttpResponse<Buffer>> late =
                edge.get(PATH).as("carl", "customer").http().send();
        awaitSockets(edge, 2);
        over = true;
        held.complete();

        early.awaitIds(2L, 3L);
        assertThat(Awaiting.result(late).bodyAsString()).containsSubsequence("id: 1\n", "id: 2\n", "id: 3\n");
    }

    @Test
    void aReaderThatIsTooSlowIsClosedAndTheOthersDoNotWait() throws IOException {
        EdgeServer edge =
                edge(Map.of("live.queue-bytes", "1000000", "live.heartbeat", "500ms", "http.idle-timeout", "2s"));
        happens();
        followWithoutReading(edge);
        EventReader quick = follow(edge, null);
        quick.awaitIds(1L);

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            hint(edge, happens("x".repeat(200_000)));
            return count(edge, "souk.live.closed", "reason", "slow") >= 1;
        });
        quick.awaitIds(LongStream.rangeClosed(1, timeline.size()).boxed().toArray(Long[]::new));
        assertThat(count(edge, "souk.live.closed", "reason", "slow")).isEqualTo(1);
        // The slow one counts until its connection is closed, not only given up.
        awaitSockets(edge, 1);
        assertThat(edge.metrics.get("souk.edge.connections").gauge().value()).isEqualTo(1);
    }

    /** More data waits for the reader than sockets hold, so that the rest stays with the server. */
    @Test
    void aReaderThatIsTooSlowDoesNotKeepTheNodeFromStopping() throws IOException {
        EdgeServer edge = edge(Map.of("http.drain", "200ms"));
        happens("x".repeat(20_000_000));
        followWithoutReading(edge);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> count(edge, "souk.live.reads", "outcome", "answered") == 1);

        Awaiting.result(edge.vertx.undeploy(edge.deployment));
    }

    @Test
    void streamsAreLimitedByPrincipalAndFreedAgain() {
        EdgeServer edge = edge(Map.of("live.per-principal", "2"));
        happens();
        follow(edge, null);
        EventReader second = follow(edge, null);

        HttpResponse<Buffer> third = edge.get(PATH).as("carl", "customer").send();
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.getHeader("Retry-After")).isNotNull();
        assertThat(third.bodyAsJsonObject().getString("code")).isEqualTo("too_many_streams");
        assertThat(count(edge, "souk.live.refused", "limit", "principal")).isEqualTo(1);
        second.close();
        awaitSockets(edge, 1);
        assertThat(follow(edge, null).response().statusCode()).isEqualTo(200);
    }

    @Test
    void streamsAreLimitedByAddressAndByNode() {
        EdgeServer edge = edge(Map.of("live.per-address", "1"));
        happens();
        follow(edge, null);
        assertThat(edge.get(PATH).as("olga", "operator").send().statusCode()).isEqualTo(429);
        edge.close();
        server = null;

        EdgeServer small = edge(Map.of("live.max-sockets", "1"));
        follow(small, null);
        assertThat(small.get(PATH).as("olga", "operator").send().statusCode()).isEqualTo(503);
        assertThat(count(small, "souk.live.refused", "limit", "node")).isEqualTo(1);
    }

    @Test
    void sendsCommentsAndEndsWhenTheTokenExpires() {
        EdgeServer edge = edge(Map.of("live.heartbeat", "50ms"));
        happens();
        String shortLived = edge.issuer.token("carl", List.of("customer"), Instant.now(), Duration.ofSeconds(3));
        EventReader reader = EventReader.open(edge, shortLived, null);

        Awaiting.result(reader.ended());
        assertThat(reader.text()).contains("\n:\n\n");
        assertThat(reader.ids()).containsExactly(1L);
        assertThat(count(edge, "souk.live.closed", "reason", "expired")).isEqualTo(1);
    }

    @Test
    void aStoppingNodeEndsItsStreams() {
        EdgeServer edge = edge();
        happens();
        EventReader reader = follow(edge, null);
        reader.awaitIds(1L);

        Awaiting.result(edge.vertx.undeploy(edge.deployment));
        Awaiting.result(reader.ended());
        awaitSockets(edge, 0);
    }
}
