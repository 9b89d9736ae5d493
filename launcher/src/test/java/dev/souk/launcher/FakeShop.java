package dev.souk.launcher;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A real HTTP server that gives planned answers, as a faulty shop may give them. */
public final class FakeShop implements AutoCloseable {
    /** A request that came in. */
    public record Seen(String method, String path, String key, String authorization, String contentType, String body) {}

    private record Planned(int status, JsonObject body, boolean hangUp) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Queue<Planned> orders = new ConcurrentLinkedQueue<>();
    private final Queue<Planned> reads = new ConcurrentLinkedQueue<>();
    private volatile JsonObject importReport = new JsonObject().put("created", 1);

    public FakeShop() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** The next answer to POST /v1/orders; the last one planned is repeated. */
    public FakeShop answersOrders(int status, JsonObject body) {
        orders.add(new Planned(status, body, false));
        return this;
    }

    /** Takes the next order and closes the connection without an answer. */
    public FakeShop hangsUpOnOrders() {
        orders.add(new Planned(0, new JsonObject(), true));
        return this;
    }

    /** The next answer to GET /v1/orders/{id}; the last one planned is repeated. */
    public FakeShop answersReads(int status, JsonObject body) {
        reads.add(new Planned(status, body, false));
        return this;
    }

    public FakeShop reports(JsonObject report) {
        importReport = report;
        return this;
    }

    public static JsonObject order(String status) {
        return new JsonObject().put("id", "o-1").put("status", status).put("lines", new JsonArray());
    }

    public List<Seen> seen(String method, String path) {
        return seen.stream()
                .filter(one -> one.method().equals(method) && one.path().equals(path))
                .toList();
    }

    private void handle(HttpServerRequest request, Buffer body) {
        seen.add(new Seen(
                request.method().name(),
                request.path(),
                String.valueOf(request.getHeader("idempotency-key")),
                String.valueOf(request.getHeader("authorization")),
                String.valueOf(request.getHeader("content-type")),
                body.toString()));
        switch (request.method() + " " + request.path()) {
            case "POST /dev/tokens" ->
                answer(
                        request,
                        new Planned(
                                200,
                                new JsonObject()
                                        .put(
                                                "token",
                                                "for-" + body.toJsonObject().getString("sub")),
                                false));
            case "POST /v1/products/import" -> answer(request, new Planned(200, importReport, false));
            case "POST /v1/orders" -> answer(request, next(orders));
            case "GET /v1/products" -> answer(request, new Planned(200, new JsonObject(), false));
            default -> answer(request, next(reads));
        }
    }

    private static synchronized Planned next(Queue<Planned> plan) {
        Planned next = plan.size() > 1 ? plan.poll() : plan.peek();
        if (next == null) {
            throw new IllegalStateException("nothing planned");
        }
        return next;
    }

    private static void answer(HttpServerRequest request, Planned planned) {
        if (planned.hangUp()) {
            request.connection().close();
        } else {
            request.response()
                    .setStatusCode(planned.status())
                    .putHeader("content-type", "application/json")
                    .end(planned.body().toBuffer());
        }
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
