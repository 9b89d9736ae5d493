package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.OrderAnswer;
import dev.souk.order.message.OrderStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Connections: their number, their duration, and their end when the node stops. */
class EdgeLifeTest {
    private static final String ORDER = "/v1/orders/" + Samples.ORDER;

    private static Socket connect(EdgeServer server) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** Blocks until the server has closed the connection; fails when it does not. */
    private static void assertClosedByTheServer(Socket socket) throws IOException {
        try (socket) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketTimeoutException stillOpen) {
            throw new AssertionError("it is still open", stillOpen);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static void awaitConnections(EdgeServer server, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> server.edge.connections().open() == count);
    }

    @Test
    void oneConnectionTooManyIsClosedAndCounted() throws IOException {
        try (EdgeServer small = new EdgeServer(Map.of("http.max-connections", "2"))) {
            Socket first = connect(small);
            Socket second = connect(small);
            awaitConnections(small, 2);

            assertClosedByTheServer(connect(small));

            assertThat(small.metrics
                            .counter("souk.edge.connections.refused", "bound", "node")
                            .count())
                    .isEqualTo(1);
            awaitConnections(small, 2);
            first.close();
            awaitConnections(small, 1);
            assertThat(small.get("/openapi.yaml").send().statusCode()).isEqualTo(200);
            second.close();
        }
    }

    @Test
    void aConnectionOnWhichNothingMovesIsClosed() throws IOException {
        try (EdgeServer impatient = new EdgeServer(Map.of("http.idle-timeout", "1s"))) {
            Socket silent = connect(impatient);
            Socket halfARequest = connect(impatient);
            halfARequest.getOutputStream().write("GET /v1/prod".getBytes(StandardCharsets.US_ASCII));

            assertClosedByTheServer(silent);
            assertClosedByTheServer(halfARequest);

            awaitConnections(impatient, 0);
        }
    }

    private static Future<HttpResponse<Buffer>> start(EdgeServer server) {
        return server.get(ORDER).as("carl", "customer").http().send();
    }

    private static void awaitAsked(EdgeServer server) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !server.features.asked(GetOrder.class).isEmpty());
    }

    @Test
    void aRequestInFlightIsAnsweredWhileNewConnectionsAreRefused() {
        try (EdgeServer stopping = new EdgeServer(Map.of("http.drain", "60s"))) {
            Promise<OrderAnswer> late = Promise.promise();
            stopping.features.answerLater(OrderEndpoints.GET, asked -> late.future());
            int port = stopping.port();
            Future<HttpResponse<Buffer>> inFlight = start(stopping);
            awaitAsked(stopping);

            Future<Void> stopped = stopping.vertx.undeploy(stopping.deployment);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> refuses(stopping, port));
            assertThat(stopped.isComplete()).isFalse();
            late.complete(new Found(Samples.order(OrderStatus.CONFIRMED)));

            assertThat(Awaiting.result(inFlight).statusCode()).isEqualTo(200);
            Awaiting.result(stopped);
        }
    }

    private static boolean refuses(EdgeServer server, int port) throws Exception {
        Future<NetSocket> connecting = server.vertx.createNetClient().connect(port, "127.0.0.1");
        return connecting
                .compose(socket -> socket.close().map(false))
                .otherwise(true)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatNeverEndsDoesNotKeepTheNodeFromStopping() {
        try (EdgeServer stopping = new EdgeServer(Map.of("http.drain", "100ms"))) {
            Promise<OrderAnswer> never = Promise.promise();
            stopping.features.answerLater(OrderEndpoints.GET, asked -> never.future());
            Future<HttpResponse<Buffer>> inFlight = start(stopping);
            awaitAsked(stopping);

            Awaiting.result(stopping.vertx.undeploy(stopping.deployment));

            assertThat(Awaiting.failure(inFlight)).isNotNull();
        }
    }
}
