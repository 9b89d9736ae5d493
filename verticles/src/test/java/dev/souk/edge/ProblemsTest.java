package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.NotFound;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
    private static final String ORDER = "/v1/orders/" + Samples.ORDER;

    private final EdgeServer edge = EdgeServer.shared();

    private JsonObject problem(HttpResponse<Buffer> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
        JsonObject problem = response.bodyAsJsonObject();
        assertThat(problem.getString("type")).isEqualTo("urn:problem-type:souk:" + code);
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("traceId")).matches("[0-9a-f]{32}");
        assertThat(problem.getString("requestId"))
                .isEqualTo(response.getHeader("X-Request-Id"))
                .isNotNull();
        return problem;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop", "/v1", "/v2/orders", "/v1/orders/a/b/c", "/index.html", "/v1/stock"})
    void knowsNoOtherPaths(String path) {
        problem(edge.get(path).send(), 404, "route_not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/v1/products,'GET, HEAD'",
        "POST,/v1/products/x,'DELETE, GET, HEAD, PUT'",
        "PATCH,/v1/orders,'GET, HEAD, POST'",
        "GET,/dev/tokens,POST",
        "HEAD,/dev/tokens,POST",
        "PUT,/v1/orders/6f1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11/cancel,POST"
    })
    void namesTheMethodsOfAPath(String method, String path, String allowed) {
        HttpResponse<Buffer> response =
                edge.request(HttpMethod.valueOf(method), path).send();

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.getHeader("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "{\"lines\": [}", "{} {}", "nope", "{\"a\": 01}", "{\"a\": NaN}"})
    void readsOnlyJson(String body) {
        HttpResponse<Buffer> response =
                edge.post("/v1/orders").as("carl", "customer").key("k").json(body);

        problem(response, 400, "malformed_json");
        assertThat(response.bodyAsString()).doesNotContain("jackson", "Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/jsonp",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x"
            })
    void readsOnlyWhatIsSaidToBeJson(String type) {
        HttpResponse<Buffer> response =
                edge.post("/v1/orders").as("carl", "customer").key("k").send(type, "{}");

        problem(response, 415, "unsupported_media_type");
        assertThat(response.getHeader("Accept")).isEqualTo("application/json");
    }

    @Test
    void readsJsonWhateverItsCharsetIsSaidToBe() {
        HttpResponse<Buffer> response =
                edge.post("/v1/orders").as("carl", "customer").key("k").send("Application/JSON; charset=utf-8", "{}");

        problem(response, 400, "invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/products/x, merchant, 131072",
        "POST, /v1/stock/x/receipts, merchant, 1024",
        "PUT, /v1/carts/6f1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11/lines/x, customer, 1024",
        "POST, /v1/orders, customer, 262144",
        "POST, /v1/orders/6f1d0f0a-3c43-4b0e-9a52-2f0f4c1f8d11/refunds, operator, 1024",
        "POST, /dev/tokens, customer, 4096",
    })
    void takesBodiesUpToTheLimitOfTheOperation(String method, String path, String role, int limit) {
        String unknownMember = "{\"zz\":1}";
        String padding = " ".repeat(limit - unknownMember.length());

        problem(send(method, path, role, unknownMember + padding), 400, "invalid_request");
        problem(send(method, path, role, unknownMember + padding + " "), 413, "body_too_large");
    }

    private HttpResponse<Buffer> send(String method, String path, String role, String body) {
        return edge.request(HttpMethod.valueOf(method), path)
                .as("carl", role)
                .key("k")
                .json(body);
    }

    @Test
    void takesNoBodyLargerThanTheNodeDoes() {
        try (EdgeServer narrow = new EdgeServer(Map.of("http.body-limit", "2048"))) {
            HttpResponse<Buffer> response =
                    narrow.post("/v1/orders").as("carl", "customer").key("k").json(" ".repeat(2_049));

            problem(response, 413, "body_too_large");
        }
    }

    @Test
    void findsALongBodyThatDidNotSayHowLongItIs() {
        Buffer chunk = Buffer.buffer("x".repeat(64 * 1024));
        HttpResponse<Buffer> response = Awaiting.result(edge.client
                .post(edge.port(), "127.0.0.1", "/v1/orders")
                .bearerTokenAuthentication(edge.token("carl", "customer"))
                .putHeader("Content-Type", "application/json")
                .sendStream(new Chunks(edge.vertx, chunk, 20)));

        problem(response, 413, "body_too_large");
    }

    @Test
    void doesNotKnowOtherExpectations() {
        problem(
                edge.post("/v1/orders")
                        .as("carl", "customer")
                        .key("k")
                        .header("Expect", "a miracle")
                        .json("{}"),
                417,
                "expectation_failed");
    }

    @Test
    void asksToComeAgainWhenAQueueIsFull() {
        edge.features.fail(OrderEndpoints.GET, new BusyException("too many wait"));

        HttpResponse<Buffer> response = edge.get(ORDER).as("carl", "customer").send();

        problem(response, 503, "busy");
        assertThat(response.getHeader("Retry-After")).isEqualTo("1");
    }

    @Test
    void asksToComeAgainWhenAFeatureIsAway() {
        edge.features.fail(OrderEndpoints.GET, new UnavailableException("the database is away at 10.1.2.3"));

        HttpResponse<Buffer> response = edge.get(ORDER).as("carl", "customer").send();

        problem(response, 503, "unavailable");
        assertThat(response.getHeader("Retry-After")).isEqualTo("1");
        assertThat(response.bodyAsString()).doesNotContain("10.1.2.3");
    }

    @Test
    void asksToComeAgainWhenNobodyServes() {
        try (EdgeServer alone = new EdgeServer(Map.of())) {
            HttpResponse<Buffer> response = alone.get("/v1/products/x").send();

            problem(response, 503, "unavailable");
        }
    }

    @Test
    void keepsFaultsToItself() {
        edge.features.fail(CatalogEndpoints.LIST, new IllegalStateException("secret detail"));

        HttpResponse<Buffer> response = edge.get("/v1/products").send();

        JsonObject problem = problem(response, 500, "internal_error");
        assertThat(problem.fieldNames())
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "code", "traceId", "requestId");
    }

    @Test
    void tellsTheTraceOfTheCaller() {
        edge.features.answer(OrderEndpoints.GET, asked -> new NotFound());

        HttpResponse<Buffer> response = edge.get(ORDER)
                .as("carl", "customer")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .send();

        assertThat(response.bodyAsJsonObject().getString("traceId")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(response.getHeader("traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
    }

    @Test
    void countsProblemsByCode() {
        Counter counter = edge.metrics.counter("souk.edge.problems", "code", "route_not_found");
        double before = counter.count();

        edge.get("/nowhere").send();

        assertThat(counter.count()).isEqualTo(before + 1);
    }

    private JsonObject raw(String request) {
        Future<Buffer> answer = edge.vertx
                .createNetClient()
                .connect(edge.port(), "127.0.0.1")
                .compose(socket -> everything(socket, request));
        String text = Awaiting.result(answer).toString();
        assertThat(text).contains("content-type: application/problem+json");
        return new JsonObject(text.substring(text.indexOf("\r\n\r\n")).strip());
    }

    private static Future<Buffer> everything(NetSocket socket, String request) {
        io.vertx.core.Promise<Buffer> all = io.vertx.core.Promise.promise();
        Buffer received = Buffer.buffer();
        socket.handler(received::appendBuffer).closeHandler(closed -> all.tryComplete(received));
        return socket.write(request).compose(sent -> all.future());
    }

    @Test
    void answersWhatIsNoHttp() {
        assertThat(raw("HELLO\r\n\r\n").getString("code")).isEqualTo("malformed_request");
    }

    @Test
    void answersRequestLinesThatAreTooLong() {
        assertThat(raw("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")
                        .getString("code"))
                .isEqualTo("uri_too_long");
    }

    @Test
    void answersHeadersThatAreTooLarge() {
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")
                        .getString("code"))
                .isEqualTo("headers_too_large");
    }

    @Test
    void asksForAHost() {
        assertThat(raw("GET /v1/products HTTP/1.1\r\nConnection: close\r\n\r\n").getString("code"))
                .isEqualTo("malformed_request");
    }
}
