package dev.souk.launcher.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client of the event-bus bridge over a plain websocket of the JDK. */
public final class PlainSocket implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private WebSocket socket;

    public static PlainSocket open(int port) {
        PlainSocket client = new PlainSocket();
        client.socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/eventbus/websocket"), client)
                .join();
        return client;
    }

    /** @param last the Last-Event-ID; null for none */
    public void register(String order, String token, Long last) {
        ObjectNode frame =
                Json.MAPPER.createObjectNode().put("type", "register").put("address", "orders." + order);
        ObjectNode headers = frame.putObject("headers").put("token", token);
        if (last != null) {
            headers.put("Last-Event-ID", last);
        }
        socket.sendText(frame.toString(), true).join();
    }

    /** The bodies of the messages that came; a frame of any other kind is a mistake. */
    List<JsonNode> bodies() {
        return received().map(frame -> frame.get("body")).toList();
    }

    /** The bodies of one order. */
    public List<JsonNode> bodies(String order) {
        return received()
                .filter(frame -> frame.path("address").asText().equals("orders." + order))
                .map(frame -> frame.get("body"))
                .toList();
    }

    private Stream<JsonNode> received() {
        return frames.stream().peek(frame -> {
            if (!frame.path("type").asText().equals("rec")) {
                throw new AssertionError("got " + frame);
            }
        });
    }

    public void awaitClose() throws Exception {
        closed.get(30, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            try {
                frames.add(Json.MAPPER.readTree(part.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.complete(null);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
