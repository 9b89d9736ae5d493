package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ImportProducts;
import dev.souk.catalog.message.CatalogEndpoints.Imported;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderEndpoints.OrderAnswer;
import dev.souk.order.message.OrderStatus;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that send, but not fast enough: none of them keeps a connection for longer than the settings say. */
class SlowClientsTest {
    private static final String HOOK =
            "POST /v1/payments/webhook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private final EdgeServer edge = new EdgeServer(Map.of(
            "http.head-timeout", "700ms",
            "http.body-timeout", "700ms",
            "http.body-rate", "1000",
            "http.idle-timeout", "20s"));

    @AfterEach
    void close() {
        edge.close();
    }

    private RawClient client() throws IOException {
        return new RawClient(edge);
    }

    private double late(String part) {
        return edge.metrics.counter("souk.edge.requests.late", "part", part).count();
    }

    /** Waits until another client is cut off: then the time has passed for all. */
    private void letTheTimeOfABodyPass() throws IOException {
        try (RawClient other = client()) {
            other.send(HOOK + "Content-Length: 60000\r\n\r\n").trickleUntilClosed("x");
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws IOException {
        try (RawClient silent = client()) {
            assertThat(silent.untilClosed()).isEmpty();
        }
        assertThat(late("head")).isEqualTo(1);
    }

    @Test
    void aHeadThatTricklesIsCutOff() throws IOException {
        try (RawClient slow = client()) {
            slow.send("GET /v1/products HTTP/1.1\r\nHost: x\r\n");

            assertThat(slow.trickleUntilClosed("X-Padding: padding\r\n")).isEmpty();
        }
        assertThat(late("head")).isEqualTo(1);
    }

    @Test
    void aBodyThatTricklesIsAnsweredAndCutOff() throws IOException {
        try (RawClient slow = client()) {
            slow.send(HOOK + "Content-Length: 60000\r\n\r\n");

            assertThat(slow.trickleUntilClosed("x"))
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("connection: close")
                    .contains("application/problem+json", "\"request_timeout\"");
        }
        assertThat(late("body")).isEqualTo(1);
        assertThat(edge.metrics
                        .counter("souk.edge.problems", "code", "request_timeout")
                        .count())
                .isEqualTo(1);
        assertThat(edge.metrics
                        .counter("souk.edge.problems", "code", "internal_error")
                        .count())
                .isZero();
        assertThat(edge.edge.bodyBudget().used()).isZero();
    }

    @Test
    void aChunkedBodyThatTricklesIsCutOff() throws IOException {
        try (RawClient slow = client()) {
            slow.send(HOOK + "Transfer-Encoding: chunked\r\n\r\n");

            assertThat(slow.trickleUntilClosed("1\r\nx\r\n")).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void theRestOfARefusedBodyDoesNotKeepTheConnection() throws IOException {
        try (RawClient slow = client()) {
            slow.send("POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");

            assertThat(slow.trickleUntilClosed("x")).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void aLongBodyMayTakeLonger() throws IOException {
        edge.features.answer(PaymentEndpoints.WEBHOOK, asked -> WebhookOutcome.ACCEPTED);
        try (RawClient steady = client()) {
            // The rate allows twenty more seconds, of which the client takes three.
            steady.send(HOOK + "Content-Length: 21000\r\n\r\n" + "x".repeat(20_000));

            assertThat(steady.trickle("x", 3_000)).isFalse();
            steady.send("x".repeat(1_000));

            assertThat(steady.answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aConnectionThatWasUsedMayRestForAWhile() throws IOException {
        try (RawClient customer = client()) {
            String request = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n";
            assertThat(customer.send(request).answer()).startsWith("HTTP/1.1 200 ");
            try (RawClient silent = client()) {
                silent.untilClosed();
            }

            assertThat(customer.send(request).answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void anAnswerMayTakeLong() throws IOException {
        Promise<OrderAnswer> later = Promise.promise();
        edge.features.answerLater(OrderEndpoints.GET, asked -> later.future());
        try (RawClient customer = client()) {
            customer.send("GET /v1/orders/" + Samples.ORDER + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + edge.token("carl", "customer") + "\r\n\r\n");
            awaitAsked(edge, GetOrder.class);
            letTheTimeOfABodyPass();

            later.complete(new Found(Samples.order(OrderStatus.CONFIRMED)));

            assertThat(customer.answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    private static void awaitAsked(EdgeServer server, Class<?> question) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !server.features.asked(question).isEmpty());
    }

    private static RawClient importing(EdgeServer server, String firstLines) throws IOException {
        return new RawClient(server)
                .send("POST /v1/products/import HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
                        + "Authorization: Bearer " + server.token("mia", "merchant")
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(firstLines.length()) + "\r\n" + firstLines + "\r\n");
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"sku\":\"S-").append(i);
            lines.append("\",\"name\":\"Mug\",\"price\":{\"amount\":255,\"currency\":\"GBP\"}}\n");
        }
        return lines.toString();
    }

    @Test
    void anImportThatWaitsForTheDatabaseIsNotLate() throws IOException {
        Promise<Imported> stored = Promise.promise();
        Map<String, String> strict = Map.of("http.body-timeout", "700ms", "http.body-rate", "1000000000");
        try (EdgeServer server = new EdgeServer(strict);
                RawClient merchant = importing(server, lines(500))) {
            server.features.answerLater(CatalogEndpoints.IMPORT, asked -> stored.future());
            awaitAsked(server, ImportProducts.class);
            letTheTimeOfABodyPass();
            letTheTimeOfABodyPass();

            stored.complete(new Imported(500, 0, 0));
            merchant.send("0\r\n\r\n");

            assertThat(merchant.answer()).startsWith("HTTP/1.1 200 ").contains("\"created\":500");
        }
    }

    @Test
    void anImportThatTricklesIsCutOff() throws IOException {
        try (RawClient slow = importing(edge, "{")) {
            assertThat(slow.trickleUntilClosed("1\r\n \r\n")).startsWith("HTTP/1.1 408 ");
        }
    }
}
