package dev.souk.launcher.shop.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client of the server-sent events of one order, read on a thread of its own until the stream ends or breaks. */
final class EventStreamClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<JsonNode> entries = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** @param last the Last-Event-ID; 0 for all */
    static EventStreamClient open(int port, String order, String token, long last)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/orders/" + order + "/events"))
                .header("Authorization", "Bearer " + token)
                .header("Last-Event-ID", Long.toString(last))
                .build();
        var answer = HTTP.send(request, BodyHandlers.ofLines());
        if (answer.statusCode() != 200) {
            throw new AssertionError("status " + answer.statusCode());
        }
        EventStreamClient client = new EventStreamClient();
        Thread.ofVirtual().start(() -> client.read(answer.body()));
        return client;
    }

    private void read(Stream<String> lines) {
        try (lines) {
            lines.filter(line -> line.startsWith("data: ")).forEach(line -> entries.add(json(line.substring(6))));
        } catch (UncheckedIOException broken) {
            // Ends as a stream does whose node is killed.
        } finally {
            over.complete(null);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> entries() {
        return List.copyOf(entries);
    }

    void awaitEnd() throws Exception {
        over.get(60, TimeUnit.SECONDS);
    }
}
