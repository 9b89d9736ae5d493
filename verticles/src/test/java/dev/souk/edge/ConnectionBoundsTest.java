package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The number of connections of one client, and the bounds of HTTP/2. */
class ConnectionBoundsTest {
    private static final String REQUEST = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n";

    private static double refused(EdgeServer server) {
        return server.metrics
                .counter("souk.edge.connections.refused", "bound", "client")
                .count();
    }

    @Test
    void oneClientDoesNotTakeThePlacesOfTheOthers() throws IOException {
        Map<String, String> few = Map.of("http.max-connections-per-client", "3", "http.max-connections", "100");
        List<RawClient> greedy = new ArrayList<>();
        try (EdgeServer server = new EdgeServer(few)) {
            for (int i = 0; i < 3; i++) {
                RawClient client = new RawClient(server, "127.0.0.2");
                assertThat(client.send(REQUEST).answer()).startsWith("HTTP/1.1 200 ");
                greedy.add(client);
            }
            for (int i = 0; i < 5; i++) {
                try (RawClient tooMany = new RawClient(server, "127.0.0.2")) {
                    assertThat(tooMany.untilClosed()).isEmpty();
                }
            }
            assertThat(refused(server)).isEqualTo(5);

            try (RawClient other = new RawClient(server, "127.0.0.3")) {
                assertThat(other.send(REQUEST).answer()).startsWith("HTTP/1.1 200 ");
            }
            greedy.removeFirst().close();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> server.edge.connections().open() == 2);
            try (RawClient again = new RawClient(server, "127.0.0.2")) {
                assertThat(again.send(REQUEST).answer()).startsWith("HTTP/1.1 200 ");
            }
        } finally {
            for (RawClient client : greedy) {
                client.close();
            }
        }
    }

    private static HttpVersion versionOf(EdgeServer server) {
        var client = server.vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        return Awaiting.result(client.request(HttpMethod.GET, server.port(), "127.0.0.1", "/openapi.yaml")
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> response.version())));
    }

    @Test
    void http2WithoutTlsIsSpokenWhereItIsAllowed() {
        try (EdgeServer server = new EdgeServer(Map.of("http.h2c", "true"))) {
            assertThat(versionOf(server)).isEqualTo(HttpVersion.HTTP_2);
        }
    }

    @Test
    void http2WithoutTlsIsRefusedByDefault() throws IOException {
        try (RawClient client = new RawClient(EdgeServer.shared())) {
            assertThat(client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").untilClosed())
                    .contains(" 501 Not Implemented");
        }
    }

    @Test
    void aBodyThatDoesNotComeIsLateInHttp2Too() {
        Map<String, String> strict = Map.of("http.h2c", "true", "http.body-timeout", "500ms");
        try (EdgeServer server = new EdgeServer(strict)) {
            var client = server.vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));

            int status =
                    Awaiting.result(client.request(HttpMethod.POST, server.port(), "127.0.0.1", "/v1/payments/webhook")
                            .compose(request -> request.putHeader("content-length", "1000")
                                    .putHeader("content-type", "application/json")
                                    .sendHead()
                                    .compose(sent -> request.response()))
                            .map(response -> response.statusCode()));

            assertThat(status).isEqualTo(408);
        }
    }
}
