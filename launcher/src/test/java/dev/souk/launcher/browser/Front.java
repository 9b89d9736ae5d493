package dev.souk.launcher.browser;

import dev.souk.launcher.shop.Audits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy between browser and node, as a load balancer is. It can hold back the answer to a placed order, or lose it:
 * then the node has placed the order, and the browser does not get to know.
 */
final class Front implements AutoCloseable {
    private static final String ORDERS = "/v1/orders";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(200));
    private final int node;
    private final HttpServer server;
    private final AtomicInteger placements = new AtomicInteger();
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger frames = new AtomicInteger();
    private final WebSocketClient sockets = vertx.createWebSocketClient();
    private volatile boolean mute;
    private volatile Promise<Void> gate = opened();

    /** @param node the port behind it */
    Front(int node) {
        this.node = node;
        this.server = Audits.await(
                vertx.createHttpServer().requestHandler(this::forward).listen(0, "127.0.0.1"));
    }

    private static Promise<Void> opened() {
        Promise<Void> open = Promise.promise();
        open.complete();
        return open;
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Resets the counts, and lets everything through. */
    void forget() {
        release();
        placements.set(0);
        toLose.set(0);
        frames.set(0);
        mute = false;
    }

    /** From now on sockets open, and deliver no messages. */
    void mute() {
        mute = true;
    }

    /** Messages that sockets brought. */
    int frames() {
        return frames.get();
    }

    /** From now on no answer to a placed order comes through, until it is released. */
    void hold() {
        gate = Promise.promise();
    }

    void release() {
        gate.tryComplete();
    }

    /** The next so many answers to placed orders are lost. */
    void lose(int answers) {
        toLose.set(answers);
    }

    /** Requests to place an order that the node has answered. */
    int placements() {
        return placements.get();
    }

    private void forward(HttpServerRequest request) {
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            passSocket(request);
            return;
        }
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(node)
                .setMethod(request.method())
                .setURI(request.uri())
                .setHeaders(request.headers());
        boolean places =
                request.method().equals(HttpMethod.POST) && request.path().equals(ORDERS);
        request.body()
                .compose(body -> client.request(options).compose(asked -> asked.send(body)))
                .onSuccess(answer -> {
                    if (places) {
                        answered(request, answer);
                    } else {
                        pass(request, answer);
                    }
                })
                .onFailure(gone -> request.connection().close());
    }

    /** Passes messages in both directions; the end of either connection ends the other. */
    private void passSocket(HttpServerRequest request) {
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(node).setURI(request.uri());
        request.toWebSocket().onSuccess(down -> {
            down.pause();
            sockets.connect(options)
                    .onSuccess(up -> {
                        up.textMessageHandler(text -> {
                            if (!mute) {
                                frames.incrementAndGet();
                                down.writeTextMessage(text);
                            }
                        });
                        down.textMessageHandler(up::writeTextMessage);
                        up.closeHandler(gone -> down.close());
                        down.closeHandler(gone -> up.close());
                        down.resume();
                    })
                    .onFailure(gone -> down.close());
        });
    }

    private void answered(HttpServerRequest request, HttpClientResponse answer) {
        Future<Buffer> body = answer.body();
        Future<Void> released = gate.future();
        body.onSuccess(bytes -> {
            placements.incrementAndGet();
            int left = toLose.getAndUpdate(losses -> Math.max(0, losses - 1));
            if (left > 0) {
                lose(request, left % 2 == 0);
                return;
            }
            released.onSuccess(open -> {
                if (!request.response().closed()) {
                    request.response()
                            .setStatusCode(answer.statusCode())
                            .headers()
                            .addAll(answer.headers());
                    request.response().end(bytes);
                }
            });
        });
    }

    /**
     * Sends half of an answer, or the answer of a load balancer for a node that died. A connection that is closed
     * before any byte came would not do: on a kept connection Chromium asks again by itself.
     */
    private static void lose(HttpServerRequest request, boolean halfway) {
        if (halfway) {
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Content-Length", "1000")
                    .write("{\"id\":")
                    .onComplete(written -> request.connection().close());
        } else {
            request.response()
                    .setStatusCode(502)
                    .putHeader("Content-Type", "text/html")
                    .end("<h1>Bad gateway</h1>");
        }
    }

    private static void pass(HttpServerRequest request, HttpClientResponse answer) {
        request.response().setStatusCode(answer.statusCode()).headers().addAll(answer.headers());
        request.response().exceptionHandler(gone -> answer.request().reset());
        request.response().closeHandler(gone -> answer.request().reset());
        answer.pipeTo(request.response()).onFailure(gone -> request.connection().close());
    }

    @Override
    public void close() {
        Audits.await(vertx.close());
    }
}
