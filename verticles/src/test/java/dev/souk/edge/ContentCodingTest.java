package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ImportProducts;
import dev.souk.catalog.message.CatalogEndpoints.Imported;
import dev.souk.catalog.message.CatalogEndpoints.PutProduct;
import dev.souk.catalog.message.CatalogEndpoints.Stored;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.Webhook;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that come encoded: decoded within the bounds of any other body, or refused. */
class ContentCodingTest {
    private static final String HOOK = "/v1/payments/webhook";
    private static final String IMPORT = "/v1/products/import";
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private final EdgeServer edge = EdgeServer.shared();

    @BeforeEach
    void taken() {
        edge.features.answer(PaymentEndpoints.WEBHOOK, asked -> WebhookOutcome.ACCEPTED);
        edge.features.answer(CatalogEndpoints.PUT, asked -> new Stored(Samples.product(asked.sku(), 1), true));
        edge.features.answer(
                CatalogEndpoints.IMPORT, asked -> new Imported(asked.products().size(), 0, 0));
    }

    private static Buffer gzip(String text) throws IOException {
        return gzip(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Buffer gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return Buffer.buffer(packed.toByteArray());
    }

    private HttpResponse<Buffer> hook(String coding, Buffer body) {
        return edge.post(HOOK).header("Content-Encoding", coding).send(JSON, body);
    }

    private HttpResponse<Buffer> put(String coding, Buffer body) {
        return edge.put("/v1/products/x")
                .as("mia", "merchant")
                .header("Content-Encoding", coding)
                .send(JSON, body);
    }

    private static String product(String name) {
        return "{\"name\": \"" + name + "\", \"price\": {\"amount\": 5, \"currency\": \"GBP\"}}";
    }

    private HttpResponse<Buffer> upload(String coding, Buffer body) {
        return edge.post(IMPORT)
                .as("mia", "merchant")
                .header("Content-Encoding", coding)
                .send(NDJSON, body);
    }

    private List<String> names() {
        return edge.features.asked(PutProduct.class).stream()
                .map(put -> put.content().name())
                .toList();
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"sku\":\"S-%d\",\"name\":\"N %d\",\"price\":{\"amount\":%d,\"currency\":\"GBP\"}}\n"
                    .formatted(i, i * 31, i % 977));
        }
        return lines.toString();
    }

    private void assertProblem(HttpResponse<Buffer> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo(code);
        assertThat(names()).isEmpty();
        assertThat(edge.features.asked(Webhook.class)).isEmpty();
        assertThat(edge.features.asked(ImportProducts.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip "})
    void gzipIsDecoded(String coding) throws IOException {
        assertThat(put(coding, gzip(product("Lamp"))).statusCode()).isEqualTo(201);
        assertThat(names()).containsExactly("Lamp");
    }

    @Test
    void identityIsNoCoding() {
        assertThat(put("identity", Buffer.buffer(product("Lamp"))).statusCode()).isEqualTo(201);
        assertThat(names()).containsExactly("Lamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "br", "identity, gzip"})
    void whatIsSignedAsItComesIsReadAsItComes(String coding) throws IOException {
        HttpResponse<Buffer> refused = hook(coding, gzip("{}"));

        assertProblem(refused, 415, "unsupported_media_type");
        assertThat(refused.getHeader("Accept-Encoding")).isEqualTo("identity");
        assertThat(hook("identity", Buffer.buffer("{}")).statusCode()).isEqualTo(200);
        assertThat(edge.features.asked(Webhook.class).stream().map(Webhook::body))
                .containsExactly("{}");
    }

    @Test
    void severalMembersAreOneBody() throws IOException {
        String lamp = product("Lamp");
        Buffer halves = gzip(lamp.substring(0, 9)).appendBuffer(gzip(lamp.substring(9)));
        assertThat(put("gzip", halves).statusCode()).isEqualTo(201);
        assertThat(names()).containsExactly("Lamp");
    }

    @Test
    void emptyMembersAreLetPassInSmallNumbersOnly() throws IOException {
        Buffer some = Buffer.buffer();
        for (int i = 0; i < 16; i++) {
            some.appendBuffer(gzip(""));
        }
        Buffer many = some.copy().appendBuffer(gzip(""));

        assertThat(put("gzip", gzip(product("Lamp")).appendBuffer(some)).statusCode())
                .isEqualTo(201);
        assertThat(upload("gzip", some.copy().appendBuffer(gzip(lines(1)))).statusCode())
                .isEqualTo(200);
        edge.features.forget();
        taken();
        assertProblem(put("gzip", many.copy().appendBuffer(gzip(product("Lamp")))), 400, "malformed_request");
        assertProblem(upload("gzip", many.copy().appendBuffer(gzip(lines(1)))), 400, "malformed_request");
    }

    @Test
    void anImportIsDecodedAsItComes() throws IOException {
        HttpResponse<Buffer> response = upload("gzip", gzip(lines(3_000)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsJsonObject().getInteger("created")).isEqualTo(3_000);
        assertThat(response.bodyAsJsonObject().getInteger("skipped")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "compress", "gzip, gzip", "identity, gzip", "foo", "gzip;q=1"})
    void everyOtherCodingIsRefused(String coding) throws IOException {
        HttpResponse<Buffer> put = put(coding, Buffer.buffer(product("Lamp")));
        HttpResponse<Buffer> imported = upload(coding, Buffer.buffer(lines(1)));

        assertProblem(put, 415, "unsupported_media_type");
        assertProblem(imported, 415, "unsupported_media_type");
        assertThat(put.getHeader("Accept-Encoding")).isEqualTo("gzip");
        assertThat(imported.getHeader("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void whatIsNoGzipIsMalformed() throws IOException {
        Buffer whole = gzip(lines(100));
        Buffer otherSum = whole.copy().setByte(whole.length() - 6, (byte) (whole.getByte(whole.length() - 6) + 1));
        Buffer otherSize = whole.copy().setByte(whole.length() - 2, (byte) 1);
        Buffer otherData = whole.copy().setByte(12, (byte) ~whole.getByte(12));
        List<Buffer> broken = List.of(
                Buffer.buffer("{\"a\": 1}"),
                Buffer.buffer(),
                Buffer.buffer(new byte[] {0x1F}),
                whole.getBuffer(0, 9),
                whole.getBuffer(0, whole.length() / 2),
                whole.getBuffer(0, whole.length() - 1),
                otherSum,
                otherSize,
                otherData,
                whole.copy().appendString("and more"));
        for (Buffer body : broken) {
            assertThat(put("gzip", body).statusCode()).as(body.toString()).isEqualTo(400);
            assertThat(upload("gzip", body).statusCode()).as(body.toString()).isEqualTo(400);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void aSmallBodyWithALargeResultIsRefused() throws IOException {
        assertProblem(put("gzip", gzip(new byte[200_000])), 413, "body_too_large");
        assertProblem(upload("gzip", gzip(new byte[64 << 20])), 413, "body_too_large");
        Awaitility.await().until(() -> edge.edge.bodyBudget().used() == 0);
    }

    @Test
    void theLimitIsThatOfTheResult() throws IOException {
        String most = product("Lamp") + " ".repeat(131_072 - product("Lamp").length());

        assertThat(put("gzip", gzip(most)).statusCode()).isEqualTo(201);
        edge.features.forget();
        taken();
        assertProblem(put("gzip", gzip(most + " ")), 413, "body_too_large");
    }
}
