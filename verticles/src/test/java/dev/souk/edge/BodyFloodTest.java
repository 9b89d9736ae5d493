package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.PutOutcome;
import dev.souk.catalog.message.CatalogEndpoints.Stored;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that many clients announce, begin and never end: the memory that a node holds for them is bounded. */
class BodyFloodTest {
    private static final int MEMORY = 1 << 20;
    private static final int SENT = 40_000;
    /** The memory that a buffer of {@link #SENT} bytes takes. */
    private static final int CHARGED = 65_536;

    private final EdgeServer edge = new EdgeServer(Map.of("http.body-memory", Integer.toString(MEMORY)));
    private final List<Socket> sockets = new ArrayList<>();
    private Buffer body = Buffer.buffer();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        edge.close();
    }

    private Socket begin(String path, int announced, int sent) throws IOException {
        Socket socket = new Socket("127.0.0.1", edge.port());
        socket.setSoTimeout(30_000);
        sockets.add(socket);
        String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + announced + "\r\n\r\n";
        socket.getOutputStream().write((head + "x".repeat(sent)).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        return String.valueOf(reader.readLine());
    }

    private void awaitHeld(long bytes) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(edge.edge.bodyBudget().used()).isEqualTo(bytes));
    }

    @Test
    void whoHasNoTokenIsRefusedBeforeTheBodyAndNothingOfItIsHeld() throws IOException {
        for (int i = 0; i < 100; i++) {
            begin("/v1/orders", 200_000, SENT);
        }

        for (Socket socket : sockets) {
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
        assertThat(edge.edge.bodyBudget().used()).isZero();
        assertThat(edge.metrics.counter("souk.edge.bodies.refused").count()).isZero();
    }

    @Test
    void bodiesWithoutATokenShareOneBoundedMemory() throws IOException {
        int room = MEMORY / CHARGED;
        for (int i = 0; i < room; i++) {
            begin("/v1/payments/webhook", 60_000, SENT);
        }
        awaitHeld(MEMORY);

        for (int i = 0; i < 100; i++) {
            assertThat(statusLine(begin("/v1/payments/webhook", 60_000, SENT)))
                    .isEqualTo("HTTP/1.1 503 Service Unavailable");
        }

        assertThat(edge.edge.bodyBudget().used()).isEqualTo(MEMORY);
        assertThat(edge.metrics.counter("souk.edge.bodies.refused").count()).isEqualTo(100);
        assertThat(edge.metrics.get("souk.edge.bodies.bytes").gauge().value()).isEqualTo(MEMORY);
    }

    @Test
    void anAnnouncementAloneTakesNoMemory() throws IOException {
        for (int i = 0; i < 50; i++) {
            begin("/v1/payments/webhook", 60_000, 100);
        }

        awaitHeld(50 * 1_024);
    }

    @Test
    void whoGoesAwayGivesTheMemoryBack() throws IOException {
        begin("/v1/payments/webhook", 60_000, SENT);
        awaitHeld(CHARGED);

        sockets.getFirst().close();

        awaitHeld(0);
    }

    @Test
    void aBodyIsHeldUntilItsRequestIsAnswered() {
        Promise<WebhookOutcome> late = Promise.promise();
        edge.features.answerLater(PaymentEndpoints.WEBHOOK, asked -> late.future());
        Future<?> answered = edge.post("/v1/payments/webhook")
                .http()
                .putHeader("Content-Type", "application/json")
                .sendBuffer(Buffer.buffer("x".repeat(SENT)));
        awaitHeld(CHARGED);

        late.complete(WebhookOutcome.ACCEPTED);

        Awaiting.result(answered);
        awaitHeld(0);
    }

    private HttpRequest<Buffer> packed(int length) throws IOException {
        String content = "{\"name\": \"N\", \"price\": {\"amount\": 5, \"currency\": \"GBP\"}}";
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content.getBytes(StandardCharsets.US_ASCII));
            out.write(" ".repeat(length - content.length()).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(packed.size()).as("charged as the smallest").isLessThanOrEqualTo(1_024);
        body = Buffer.buffer(packed.toByteArray());
        return edge.put("/v1/products/x")
                .as("mia", "merchant")
                .http()
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Encoding", "gzip");
    }

    @Test
    void whatIsDecodedIsHeldAsItIsUntilItsRequestIsAnswered() throws IOException {
        Promise<PutOutcome> late = Promise.promise();
        edge.features.answerLater(CatalogEndpoints.PUT, asked -> late.future());
        Future<?> answered = packed(SENT).sendBuffer(body);
        awaitHeld(CHARGED);

        late.complete(new Stored(Samples.product("x", 1), true));

        Awaiting.result(answered);
        awaitHeld(0);
    }

    @Test
    void whatCameAndWhatItIsDecodedToAreChargedTogether() throws IOException {
        edge.features.answer(CatalogEndpoints.PUT, asked -> new Stored(Samples.product("x", 1), true));
        for (int i = 0; i < MEMORY / CHARGED - 1; i++) {
            begin("/v1/payments/webhook", 60_000, SENT);
        }
        awaitHeld(MEMORY - CHARGED);

        // There is room for the decoded body, but not for both forms of it.
        assertThat(Awaiting.result(packed(SENT).sendBuffer(body)).statusCode()).isEqualTo(503);
        assertThat(Awaiting.result(packed(SENT / 2).sendBuffer(body)).statusCode())
                .isEqualTo(201);
        awaitHeld(MEMORY - CHARGED);
    }

    @Test
    void aRefusedBodyEndsItsConnection() throws IOException {
        Socket socket = begin("/v1/payments/webhook", 70_000, 10);

        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(answer).startsWith("HTTP/1.1 413 ").containsIgnoringCase("connection: close");
    }
}
