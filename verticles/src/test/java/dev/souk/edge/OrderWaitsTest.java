package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.UnavailableException;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.KeyReused;
import dev.souk.order.message.OrderEndpoints.OrderChanged;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.order.message.OrderEndpoints.Placed;
import dev.souk.order.message.OrderEndpoints.Statuses;
import dev.souk.order.message.OrderStatus;
import dev.souk.order.message.TimelineEntry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Prefer: wait=N} on new orders. */
class OrderWaitsTest {
    private static final String BODY =
            "{\"lines\": [{\"sku\": \"x\", \"quantity\": 1}], \"payment\": {\"token\": \"tok_ok\"}}";
    private static final int MANY = 200;

    private final EdgeServer edge = EdgeServer.shared();

    private static EdgeServer.Request request(EdgeServer server, String prefer) {
        return server.post("/v1/orders")
                .as("carl", "customer")
                .key("k")
                .header("Content-Type", "application/json")
                .header("Prefer", prefer);
    }

    private static Future<HttpResponse<Buffer>> start(EdgeServer server, String prefer) {
        return request(server, prefer).http().sendBuffer(Buffer.buffer(BODY));
    }

    private static void placeAs(EdgeServer server, OrderStatus status, boolean replayed) {
        server.features.answer(OrderEndpoints.PLACE, asked -> new Placed(Samples.order(status), replayed));
    }

    private static void isNow(EdgeServer server, OrderStatus status) {
        server.features.answer(OrderEndpoints.GET, asked -> new Found(Samples.order(asked.id(), status)));
        server.features.answer(
                OrderEndpoints.STATUSES,
                asked -> new Statuses(asked.ids().stream().collect(Collectors.toMap(id -> id, id -> status))));
    }

    private static void hint(EdgeServer server, OrderStatus status) {
        TimelineEntry entry = new TimelineEntry(3, Samples.NOON, status, "order.moved", null, null, null);
        server.bus.hint(OrderEndpoints.CHANGED, new OrderChanged(Samples.ORDER, "carl", entry));
    }

    private static void awaitWaiting(EdgeServer server, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        server.metrics.get("souk.edge.orders.waiting").gauge().value() == count);
    }

    private static void assertAnswered(HttpResponse<Buffer> response, OrderStatus status, @Nullable String applied) {
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.getHeader("Preference-Applied")).isEqualTo(applied);
        assertThat(response.getHeader("Location")).isEqualTo("/v1/orders/" + Samples.ORDER);
        assertThat(response.bodyAsJsonObject().getString("status")).isEqualTo(status.name());
    }

    @Test
    void answersWhenAHintSaysThatTheOrderIsSettled() {
        placeAs(edge, OrderStatus.PENDING, false);
        isNow(edge, OrderStatus.RESERVED);
        Future<HttpResponse<Buffer>> answer = start(edge, "wait=30");
        awaitWaiting(edge, 1);
        hint(edge, OrderStatus.RESERVED);
        edge.features.answer(OrderEndpoints.GET, asked -> new Found(Samples.order(OrderStatus.CONFIRMED)));
        hint(edge, OrderStatus.CONFIRMED);

        assertAnswered(Awaiting.result(answer), OrderStatus.CONFIRMED, "wait=30");
        assertThat(edge.features.asked(GetOrder.class)).containsExactly(new GetOrder(Samples.ORDER, "carl"));
        awaitWaiting(edge, 0);
    }

    @Test
    void answersWhenTheHintWasLost() {
        placeAs(edge, OrderStatus.PENDING, false);
        isNow(edge, OrderStatus.REJECTED);

        assertAnswered(Awaiting.result(start(edge, "wait=30")), OrderStatus.REJECTED, "wait=30");
    }

    @Test
    void answersAfterThatTimeWithTheOrderAsItIs() {
        placeAs(edge, OrderStatus.PENDING, false);
        isNow(edge, OrderStatus.RESERVED);

        assertAnswered(Awaiting.result(start(edge, "wait=1")), OrderStatus.RESERVED, "wait=1");
    }

    @Test
    void answersWithWhatIsKnownWhenTheOrderCannotBeRead() {
        placeAs(edge, OrderStatus.PENDING, false);
        edge.features.fail(OrderEndpoints.GET, new UnavailableException("away"));
        edge.features.fail(OrderEndpoints.STATUSES, new UnavailableException("away"));

        assertAnswered(Awaiting.result(start(edge, "wait=1")), OrderStatus.PENDING, "wait=1");
    }

    @Test
    void waitsForReplaysToo() {
        placeAs(edge, OrderStatus.PENDING, true);
        isNow(edge, OrderStatus.CONFIRMED);

        HttpResponse<Buffer> response = Awaiting.result(start(edge, "wait=20"));

        assertAnswered(response, OrderStatus.CONFIRMED, "wait=20");
        assertThat(response.getHeader("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void doesNotWaitForWhatIsSettled() {
        placeAs(edge, OrderStatus.CONFIRMED, true);

        assertAnswered(Awaiting.result(start(edge, "wait=30")), OrderStatus.CONFIRMED, "wait=30");
        assertThat(edge.features.asked(GetOrder.class)).isEmpty();
    }

    @Test
    void doesNotWaitWithARefusal() {
        edge.features.answer(OrderEndpoints.PLACE, asked -> new KeyReused());

        HttpResponse<Buffer> response = Awaiting.result(start(edge, "wait=30"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.getHeader("Preference-Applied")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=0", "wait=31", "wait=-1", "wait=100", "wait", "wait=x", "respond-async", "waits=5"})
    void passesOverWhatItDoesNotUnderstand(String prefer) {
        placeAs(edge, OrderStatus.PENDING, false);

        assertAnswered(Awaiting.result(start(edge, prefer)), OrderStatus.PENDING, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"respond-async, wait=7", "WAIT=7", "wait=\"7\"; x=y", "return=representation,wait = 7,wait=9"})
    void findsTheWaitAmongOtherPreferences(String prefer) {
        placeAs(edge, OrderStatus.CONFIRMED, false);

        assertAnswered(Awaiting.result(start(edge, prefer)), OrderStatus.CONFIRMED, "wait=7");
    }

    @Test
    void readsPreferencesOfSeveralHeaders() {
        placeAs(edge, OrderStatus.CONFIRMED, false);
        HttpRequest<Buffer> request = request(edge, "respond-async").http();
        request.headers().add("Prefer", "wait=7");

        assertAnswered(Awaiting.result(request.sendBuffer(Buffer.buffer(BODY))), OrderStatus.CONFIRMED, "wait=7");
    }

    @Test
    void holdsManyWhoWaitWithFewQuestions() {
        edge.features.answer(
                OrderEndpoints.PLACE,
                asked -> new Placed(Samples.order(UUID.randomUUID(), OrderStatus.PENDING), false));
        isNow(edge, OrderStatus.PENDING);
        WebClient crowd = WebClient.create(edge.vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(MANY));
        List<Future<HttpResponse<Buffer>>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(crowd.request(HttpMethod.POST, edge.port(), "127.0.0.1", "/v1/orders")
                    .bearerTokenAuthentication(edge.token("carl", "customer"))
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Idempotency-Key", "k" + i)
                    .putHeader("Prefer", "wait=30")
                    .sendBuffer(Buffer.buffer(BODY)));
        }
        awaitWaiting(edge, MANY);
        isNow(edge, OrderStatus.CONFIRMED);

        for (Future<HttpResponse<Buffer>> answer : answers) {
            HttpResponse<Buffer> response = Awaiting.result(answer);
            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.bodyAsJsonObject().getString("status")).isEqualTo("CONFIRMED");
        }
        assertThat(edge.features.asked(OrderIds.class))
                .as("all of them in one question")
                .anyMatch(question -> question.ids().size() == MANY);
        awaitWaiting(edge, 0);
        crowd.close();
    }

    @Test
    void forgetsWhoHasGone() {
        placeAs(edge, OrderStatus.PENDING, false);
        isNow(edge, OrderStatus.PENDING);
        NetSocket socket = Awaiting.result(edge.vertx.createNetClient().connect(edge.port(), "127.0.0.1"));
        Awaiting.result(socket.write(("POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + edge.token("carl", "customer") + "\r\nIdempotency-Key: k\r\n"
                + "Prefer: wait=30\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)));
        awaitWaiting(edge, 1);

        Awaiting.result(socket.close());

        awaitWaiting(edge, 0);
        assertThat(edge.features.asked(GetOrder.class)).isEmpty();
    }

    @Test
    void answersAllWhoWaitWhenTheNodeStops() {
        try (EdgeServer stopping = new EdgeServer(Map.of())) {
            placeAs(stopping, OrderStatus.PENDING, false);
            isNow(stopping, OrderStatus.RESERVED);
            Future<HttpResponse<Buffer>> answer = start(stopping, "wait=30");
            awaitWaiting(stopping, 1);

            Awaiting.result(stopping.vertx.undeploy(stopping.deployment));

            assertAnswered(Awaiting.result(answer), OrderStatus.RESERVED, "wait=30");
        }
    }
}
