package dev.souk.notification.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.Bus;
import dev.souk.notification.bridge.domain.Caller;
import dev.souk.notification.bridge.domain.Refusal;
import dev.souk.notification.live.OpsFeed;
import dev.souk.notification.live.OrderFeeds;
import dev.souk.notification.live.Sockets;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens that are being verified for sockets of the bridge, over real sockets: the test says when each is known. */
class ChecksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Caller OLGA = new Caller("olga", Set.of("operator"), Long.MAX_VALUE / 1_000);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final OpsFeed ops = new OpsFeed();
    private final Map<String, Promise<Caller>> checks = new ConcurrentHashMap<>();
    private final AtomicInteger checked = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Settings.Live settings(int registrations, int perSocket, int perNode) {
        return SettingsLoader.load(
                        List.of(),
                        Map.of(),
                        Map.of(
                                "live.registrations",
                                Integer.toString(registrations),
                                "live.checks",
                                Integer.toString(perSocket),
                                "live.max-checks",
                                Integer.toString(perNode),
                                "live.accept-within",
                                "10m"))
                .live();
    }

    private HttpServer serve(Settings.Live settings) throws Exception {
        OrderFeeds feeds = new OrderFeeds(new Bus(vertx, Duration.ofSeconds(3)), settings, ops, metrics);
        Bridge bridge =
                new Bridge(vertx, settings, feeds, ops, new Sockets(settings, metrics), metrics, Clock.systemUTC());
        Router router = Router.router(vertx);
        router.route("/eventbus/*")
                .subRouter(SockJSHandler.create(vertx).socketHandler(socket -> open(bridge, socket)));
        return await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    private void open(Bridge bridge, SockJSSocket socket) {
        bridge.open(socket, null, "here", this::check, gone -> {});
    }

    private Future<Caller> check(String token) {
        checked.incrementAndGet();
        if (token.equals("thrown")) {
            throw new IllegalStateException("of the test");
        }
        return checks.computeIfAbsent(token, unknown -> Promise.promise()).future();
    }

    private void isOlgas(String token) {
        vertx.runOnContext(now ->
                checks.computeIfAbsent(token, unknown -> Promise.promise()).complete(OLGA));
    }

    private void isBad(String token) {
        vertx.runOnContext(now -> checks.computeIfAbsent(token, unknown -> Promise.promise())
                .fail(new RefusedException(Refusal.NOT_LOGGED_IN, "It is none.")));
    }

    private record Client(WebSocket socket, List<JsonObject> frames) {
        void register(String address, String token) throws Exception {
            JsonObject frame = new JsonObject()
                    .put("type", "register")
                    .put("address", address)
                    .put("headers", new JsonObject().put("token", token));
            await(socket.writeTextMessage(frame.encode()));
        }

        List<String> errors() {
            return frames.stream()
                    .filter(frame -> "err".equals(frame.getString("type")))
                    .map(frame -> frame.getString("address") + " " + frame.getString("body"))
                    .toList();
        }

        void awaitErrors(String... expected) {
            Awaitility.await().atMost(PATIENCE).until(() -> errors().equals(List.of(expected)));
        }
    }

    private Client connect(HttpServer server) throws Exception {
        WebSocketClient opening = vertx.createWebSocketClient();
        WebSocket socket = await(opening.connect(server.actualPort(), "127.0.0.1", "/eventbus/websocket"));
        Client client = new Client(socket, new CopyOnWriteArrayList<>());
        socket.textMessageHandler(text -> client.frames().add(new JsonObject(text)));
        return client;
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    private void awaitGauge(String name, int value) {
        Awaitility.await().atMost(PATIENCE).until(() -> gauge(name) == value);
    }

    private double refused(Refusal refusal) {
        return metrics.counter("souk.live.frames.refused", "reason", refusal.label())
                .count();
    }

    @Test
    void registrationsOfOneTokenShareItsCheck() throws Exception {
        Client client = connect(serve(settings(50, 1, 10)));
        for (int i = 0; i < 50; i++) {
            client.register("ops.a" + i, "one");
        }
        awaitGauge("souk.live.checks", 1);

        isOlgas("one");

        awaitGauge("souk.live.registrations", 50);
        assertThat(checked).hasValue(1);
        assertThat(gauge("souk.live.checks")).isZero();
        assertThat(client.errors()).isEmpty();
    }

    @Test
    void aSocketHasSoManyTokensUnderCheckAndMoreWhenTheyAreKnown() throws Exception {
        Client client = connect(serve(settings(50, 2, 10)));
        client.register("ops.a", "first");
        client.register("ops.b", "second");
        client.register("ops.c", "third");
        client.awaitErrors("ops.c too_many_checks");
        assertThat(checked).hasValue(2);
        assertThat(refused(Refusal.TOO_MANY_CHECKS)).isEqualTo(1);

        isBad("first");
        client.awaitErrors("ops.c too_many_checks", "ops.a not_logged_in");
        client.register("ops.c", "third");
        isOlgas("third");
        awaitGauge("souk.live.registrations", 1);
        isOlgas("second");
        awaitGauge("souk.live.registrations", 2);
        assertThat(gauge("souk.live.checks")).isZero();
    }

    /** The same address again and again: each replaces the one before, and all wait for the one token. */
    @Test
    void soManyRegistrationsOfASocketWaitForTheirTokens() throws Exception {
        Client client = connect(serve(settings(3, 2, 10)));
        for (int i = 0; i < 4; i++) {
            client.register("ops.a", "slow");
        }
        client.awaitErrors("ops.a too_many_checks");

        isOlgas("slow");

        // The last one was refused, and took the place of those before it.
        awaitGauge("souk.live.checks", 0);
        client.register("ops.a", "slow");
        awaitGauge("souk.live.registrations", 1);
        assertThat(client.errors()).hasSize(1);
    }

    @Test
    void aNodeHasSoManyTokensUnderCheckWhoeverSentThem() throws Exception {
        HttpServer server = serve(settings(50, 2, 3));
        Client first = connect(server);
        Client second = connect(server);
        first.register("ops.a", "a");
        first.register("ops.b", "b");
        awaitGauge("souk.live.checks", 2);
        second.register("ops.c", "c");
        awaitGauge("souk.live.checks", 3);
        second.register("ops.d", "d");
        second.awaitErrors("ops.d busy");
        assertThat(refused(Refusal.BUSY)).isEqualTo(1);

        // A check outlives its socket, and counts until it is over.
        await(first.socket().close());
        awaitGauge("souk.live.sockets", 1);
        assertThat(gauge("souk.live.checks")).isEqualTo(3);
        isOlgas("a");
        isBad("b");
        awaitGauge("souk.live.checks", 1);
        second.register("ops.d", "d");
        isOlgas("c");
        isOlgas("d");
        awaitGauge("souk.live.registrations", 2);
    }

    @Test
    void aTokenAtWhichSomethingThrowsIsRefusedAndHoldsNoPlace() throws Exception {
        Client client = connect(serve(settings(50, 1, 1)));
        client.register("ops.a", "thrown");
        client.awaitErrors("ops.a unavailable");
        client.register("ops.a", "good");
        isOlgas("good");
        awaitGauge("souk.live.registrations", 1);
        assertThat(gauge("souk.live.checks")).isZero();
    }
}
