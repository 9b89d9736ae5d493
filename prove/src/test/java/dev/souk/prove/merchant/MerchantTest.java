package dev.souk.prove.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.souk.embedded.FreePort;
import dev.souk.prove.history.HistoryLine;
import dev.souk.prove.history.HistoryLine.Webhook;
import dev.souk.prove.history.HistoryReader;
import dev.souk.prove.history.HistoryWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MerchantTest {
    private static final String KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ORDER = "6f1c2a00-0000-4000-8000-000000000001";
    private static final String BODY =
            "{\"type\": \"order.confirmed\", \"data\": {\"order\": {\"id\": \"" + ORDER + "\"}, \"seq\": 3}}";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private HistoryWriter history;
    private Endpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        history = HistoryWriter.create(folder.resolve("history.jsonl"));
        endpoint = new Endpoint(FreePort.next(), history);
        endpoint.trust("whsec_" + KEY);
    }

    @AfterEach
    void close() {
        endpoint.close();
        http.close();
        history.close();
    }

    private static String sign(String id, String time, String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        byte[] sum = mac.doFinal((id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(sum);
    }

    private HttpRequest request(String id, String signedBody, String body) throws GeneralSecurityException {
        String time = Long.toString(Instant.now().getEpochSecond());
        return HttpRequest.newBuilder(endpoint.url())
                .header("webhook-id", id)
                .header("webhook-timestamp", time)
                .header("webhook-signature", sign(id, time, signedBody))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private int post(String id) throws Exception {
        return http.send(request(id, BODY, BODY), BodyHandlers.discarding()).statusCode();
    }

    /** The lines written so far. */
    private List<HistoryLine> lines() throws IOException {
        List<HistoryLine> lines = new ArrayList<>();
        HistoryReader.read(folder.resolve("history.jsonl"), lines::add);
        return lines;
    }

    private List<Webhook> webhooks() throws IOException {
        endpoint.close();
        history.close();
        return lines().stream().map(Webhook.class::cast).toList();
    }

    @Test
    void whatArrivesIsWrittenDownVerifiedAndTaken() throws Exception {
        assertThat(post("w-1")).isEqualTo(204);
        assertThat(http.send(request("w-2", "{}", BODY), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
        assertThat(http.send(request("w-3", "no json", "no json"), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);

        List<Webhook> webhooks = webhooks();
        assertThat(webhooks).extracting(Webhook::webhookId).containsExactly("w-1", "w-2", "w-3");
        assertThat(webhooks).extracting(Webhook::signed).containsExactly(true, false, true);
        assertThat(webhooks).extracting(Webhook::taken).containsOnly(true);
        assertThat(webhooks.getFirst().type()).isEqualTo("order.confirmed");
        assertThat(webhooks.getFirst().order()).isEqualTo(ORDER);
        assertThat(webhooks.getFirst().seq()).isEqualTo(3);
        assertThat(webhooks.getLast().type()).isNull();
    }

    @Test
    void itFailsInEveryWayAndComesBack() throws Exception {
        endpoint.become(Conduct.FAILS);
        assertThat(post("w-1")).isEqualTo(500);
        assertThat(post("w-1")).isEqualTo(204);

        endpoint.become(Conduct.HANGS);
        CompletableFuture<HttpResponse<Void>> hanging =
                http.sendAsync(request("w-2", BODY, BODY), BodyHandlers.discarding());
        await().atMost(Duration.ofSeconds(60)).until(() -> lines().size() == 3);
        assertThat(hanging).isNotDone();

        endpoint.become(Conduct.REFUSES);
        assertThatThrownBy(() -> hanging.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> post("w-3")).isInstanceOf(ConnectException.class);

        endpoint.become(Conduct.TAKES);
        assertThat(post("w-4")).isEqualTo(204);

        List<Webhook> webhooks = webhooks();
        assertThat(webhooks).extracting(Webhook::webhookId).containsExactly("w-1", "w-1", "w-2", "w-4");
        assertThat(webhooks).extracting(Webhook::taken).containsExactly(false, true, false, true);
    }

    @Test
    void aMerchantSetsUpItsEndpointAndTrustsTheSecretThatItIsGiven() throws Exception {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        shop.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                heard.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
                String answer = exchange.getRequestURI().getPath().equals("/dev/tokens")
                        ? "{\"token\": \"t\"}"
                        : "{\"secret\": \"whsec_" + KEY + "\"}";
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(201, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        shop.start();
        int port = FreePort.next();
        ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        URI url = URI.create("http://127.0.0.1:" + shop.getAddress().getPort());
        try (Merchant merchant = Merchant.open(url, port, history, said::add)) {
            merchant.misbehave(7, Duration.ofMillis(300));
            await().atMost(Duration.ofSeconds(60)).until(() -> said.size() == 6);
        } finally {
            shop.stop(0);
        }

        assertThat(heard).hasSize(2);
        assertThat(heard.peek()).contains("\"operator\"");
        assertThat(heard)
                .last()
                .asString()
                .startsWith("/v1/webhooks Bearer t")
                .contains("http://127.0.0.1:" + port + "/", "\"order.*\"");
        assertThat(said)
                .contains(
                        "merchant: the endpoint of webhooks answers every second webhook 500",
                        "merchant: the endpoint of webhooks refuses connections")
                .last()
                .isEqualTo("merchant: the endpoint of webhooks takes webhooks");
    }

    @Test
    void aShopThatDoesNotTakeTheEndpointIsSaidWithoutWhatItAnswered() throws Exception {
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        shop.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(404, -1);
            }
        });
        shop.start();
        URI url = URI.create("http://127.0.0.1:" + shop.getAddress().getPort());
        try {
            assertThatThrownBy(() -> Merchant.open(url, FreePort.next(), history, said -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("/dev/tokens is answered 404");
        } finally {
            shop.stop(0);
        }
    }
}
