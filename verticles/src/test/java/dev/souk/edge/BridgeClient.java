package dev.souk.edge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A client of the bridge over a real socket: plain frames, so that it can also send frames that no library sends. */
final class BridgeClient implements AutoCloseable {
    static final String ORDER = "orders." + Samples.ORDER;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EdgeServer server;
    private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
    private final Promise<@Nullable Short> closed = Promise.promise();
    private final Promise<Void> opened = Promise.promise();
    private final String base = "/eventbus/000/" + UUID.randomUUID();
    private final Transport transport;
    private @Nullable WebSocketClient webSockets;
    private @Nullable WebSocket socket;
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile boolean leaving;

    enum Transport {
        /** A websocket without SockJS. */
        PLAIN,
        WEBSOCKET,
        XHR,
        XHR_STREAMING
    }

    private BridgeClient(EdgeServer server, Transport transport) {
        this.server = server;
        this.transport = transport;
    }

    static BridgeClient open(EdgeServer server, Transport transport) {
        BridgeClient client = new BridgeClient(server, transport);
        Awaiting.onContext(server.vertx, () -> switch (transport) {
            case PLAIN -> client.connect("/eventbus/websocket");
            case WEBSOCKET -> client.connect(client.base + "/websocket");
            case XHR, XHR_STREAMING -> client.poll();
        });
        return client;
    }

    private Future<Void> connect(String path) {
        WebSocketClient opening = server.vertx.createWebSocketClient();
        webSockets = opening;
        return opening.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.port())
                        .setURI(path))
                .map(connected -> {
                    socket = connected;
                    connected.textMessageHandler(this::hear);
                    connected.closeHandler(over -> closed.tryComplete(connected.closeStatusCode()));
                    return null;
                });
    }

    /** Sends one request of SockJS, and the next one after it. */
    private Future<Void> poll() {
        String path = base + (transport == Transport.XHR ? "/xhr" : "/xhr_streaming");
        request(path)
                .compose(HttpClientRequest::send)
                .compose(this::read)
                .onSuccess(over -> {
                    if (!leaving && !closed.future().isComplete()) {
                        poll();
                    }
                })
                .onFailure(failure -> {
                    opened.tryFail(failure);
                    closed.tryComplete(null);
                });
        return opened.future();
    }

    private Future<Void> read(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture("status " + response.statusCode());
        }
        StringBuilder rest = new StringBuilder();
        response.handler(chunk -> {
            rest.append(chunk.toString());
            for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
                String line = rest.substring(0, end);
                rest.delete(0, end + 1);
                if (line.equals("o")) {
                    opened.tryComplete();
                } else {
                    hear(line);
                }
            }
        });
        return response.end();
    }

    private Future<HttpClientRequest> request(String path) {
        return server.http.request(new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(server.port())
                .setURI(path));
    }

    private void hear(String text) {
        if (transport == Transport.PLAIN) {
            frames.add(new JsonObject(text));
        } else if (text.startsWith("a")) {
            new JsonArray(text.substring(1)).forEach(frame -> frames.add(new JsonObject(frame.toString())));
        } else if (text.equals("h")) {
            heartbeats.incrementAndGet();
        } else if (text.startsWith("c")) {
            closed.tryComplete(((Integer) new JsonArray(text.substring(1)).getValue(0)).shortValue());
        }
    }

    void send(JsonObject frame) {
        send(frame.encode());
    }

    void send(String frame) {
        String wrapped = new JsonArray().add(frame).encode();
        WebSocket over = socket;
        if (over != null) {
            Awaiting.result(over.writeTextMessage(transport == Transport.PLAIN ? frame : wrapped));
            return;
        }
        HttpClientResponse answer =
                Awaiting.result(request(base + "/xhr_send").compose(request -> request.send(wrapped)));
        if (answer.statusCode() != 204) {
            throw new IllegalStateException("status " + answer.statusCode());
        }
    }

    /** @return whether the socket took it; only for websockets */
    boolean trySend(String frame) {
        WebSocket over = socket;
        return over != null
                && !over.isClosed()
                && Awaiting.completed(over.writeTextMessage(frame)).succeeded();
    }

    int heartbeats() {
        return heartbeats.get();
    }

    static JsonObject frame(String type, String address) {
        return new JsonObject().put("type", type).put("address", address);
    }

    void register(String address, String token) {
        send(frame("register", address).put("headers", new JsonObject().put("token", token)));
    }

    void registerAfter(String address, String token, Object last) {
        send(frame("register", address)
                .put("headers", new JsonObject().put("token", token).put("Last-Event-ID", last)));
    }

    List<JsonObject> frames() {
        return frames;
    }

    List<JsonObject> frames(String type) {
        return frames.stream()
                .filter(frame -> type.equals(frame.getString("type")))
                .toList();
    }

    /** Numbers of the entries that came. */
    List<Long> ids() {
        return frames("rec").stream()
                .map(frame -> frame.getJsonObject("body").getLong("seq"))
                .toList();
    }

    void awaitIds(Long... ids) {
        Awaitility.await().atMost(PATIENCE).until(() -> ids().equals(List.of(ids)));
    }

    /** The last of so many errors. */
    JsonObject awaitError(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> frames("err").size() >= count);
        return frames("err").get(count - 1);
    }

    /** @return the code that the server closed with, where the transport has one */
    @Nullable
    Short awaitClose() {
        return Awaiting.result(closed.future());
    }

    boolean isClosed() {
        return closed.future().isComplete();
    }

    @Override
    public void close() {
        leaving = true;
        WebSocket over = socket;
        if (over != null) {
            over.close();
        }
        if (webSockets != null) {
            webSockets.close();
        }
    }
}
