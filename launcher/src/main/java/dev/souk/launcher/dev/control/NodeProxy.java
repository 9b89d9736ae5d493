package dev.souk.launcher.dev.control;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands requests on to a node that works, so that the pages of the shop stay there while nodes are broken. A read that
 * gets no answer goes to the next node. Any other request goes on only where no connection came about, because its
 * effect is unknown otherwise. Answers travel as they come, so live events do, too.
 */
final class NodeProxy implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeProxy.class);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    /** Above the longest time that a request may wait for an order. */
    private static final Duration ANSWER = Duration.ofSeconds(40);
    /** A frozen node takes connections; a read that waits for one goes to the next. */
    private static final Duration READ = Duration.ofSeconds(3);

    private static final int MOST_BYTES = 1 << 20;
    private static final int BUFFER = 8_192;
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "origin",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final LiveNodes nodes;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    NodeProxy(LiveNodes nodes) {
        this.nodes = nodes;
    }

    /** @throws ControlException when no node answers */
    void forward(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw ControlException.tooLarge("a body of at most " + MOST_BYTES + " bytes goes through here");
        }
        try (InputStream answer = answer(exchange, ask(exchange, body))) {
            pass(answer, exchange.getResponseBody());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw ControlException.unavailable("the shop is being stopped");
        }
    }

    private HttpResponse<InputStream> ask(HttpExchange exchange, byte[] body) throws InterruptedException {
        boolean read = exchange.getRequestMethod().equals("GET")
                || exchange.getRequestMethod().equals("HEAD");
        String why = "";
        for (URI node : nodes.inTurn()) {
            try {
                return http.send(request(node, exchange, body, read), BodyHandlers.ofInputStream());
            } catch (IOException failure) {
                why = node.getAuthority() + ": " + failure;
                log.debug("no answer of {}", node, failure);
                boolean untouched =
                        failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
                if (!read && !untouched) {
                    break;
                }
            }
        }
        throw ControlException.unavailable("No node answers (" + why + ").");
    }

    private static HttpRequest request(URI node, HttpExchange exchange, byte[] body, boolean read) {
        // A read may wait for an order, or for the next event of one.
        boolean patient = !read || exchange.getRequestURI().getPath().startsWith("/v1/orders/");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        node.resolve(exchange.getRequestURI().toString()))
                .timeout(patient ? ANSWER : READ)
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static InputStream answer(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        for (Map.Entry<String, List<String>> header : answer.headers().map().entrySet()) {
            if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))
                    && !header.getKey().startsWith(":")) {
                exchange.getResponseHeaders().put(header.getKey(), header.getValue());
            }
        }
        long length = answer.headers().firstValueAsLong("content-length").orElse(-1);
        boolean none = length == 0
                || answer.statusCode() == 204
                || answer.statusCode() == 304
                || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.statusCode(), none ? -1 : Math.max(length, 0));
        return answer.body();
    }

    private static void pass(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
