package dev.souk.edge;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A client of server-sent events over a real socket. */
final class EventReader {
    private final StringBuffer text = new StringBuffer();
    private final Promise<Void> ended = Promise.promise();
    private final HttpClientResponse response;

    private EventReader(HttpClientResponse response) {
        this.response = response;
        response.handler(chunk -> text.append(chunk.toString()));
        response.endHandler(over -> ended.tryComplete());
        response.exceptionHandler(ended::tryFail);
    }

    /** @param last the Last-Event-ID; none for all */
    static EventReader open(EdgeServer server, String token, @Nullable Long last) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(server.port())
                .setURI("/v1/orders/" + Samples.ORDER + "/events")
                .setHeaders(io.vertx.core.http.HttpHeaders.headers()
                        .addAll(Map.of("Authorization", "Bearer " + token, "Accept", "text/event-stream")));
        if (last != null) {
            options.putHeader("Last-Event-ID", Long.toString(last));
        }
        return Awaiting.onContext(
                server.vertx,
                () -> server.http
                        .request(options)
                        .compose(request -> request.send().map(EventReader::new)));
    }

    HttpClientResponse response() {
        return response;
    }

    String text() {
        return text.toString();
    }

    Future<Void> ended() {
        return ended.future();
    }

    void close() {
        response.request().connection().close();
    }

    /** The values of a field, of all events that came whole. */
    List<String> values(String field) {
        String all = text();
        List<String> values = new ArrayList<>();
        String whole = all.substring(0, all.lastIndexOf("\n\n") + 1);
        Arrays.stream(whole.split("\n"))
                .filter(line -> line.startsWith(field + ": "))
                .forEach(line -> values.add(line.substring(field.length() + 2)));
        return values;
    }

    List<Long> ids() {
        return values("id").stream().map(Long::valueOf).toList();
    }

    void awaitIds(Long... ids) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> ids().equals(List.of(ids)));
    }
}
