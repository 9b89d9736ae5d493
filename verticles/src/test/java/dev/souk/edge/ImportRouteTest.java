package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ImportProducts;
import dev.souk.catalog.message.CatalogEndpoints.Imported;
import dev.souk.catalog.message.CatalogEndpoints.ImportedProduct;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.OpenStock;
import dev.souk.stock.message.StockEndpoints.Opened;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/products/import}: read as it comes, line by line. */
class ImportRouteTest {
    private static final String PATH = "/v1/products/import";
    private static final String NDJSON = "application/x-ndjson";

    private final EdgeServer edge = EdgeServer.shared();

    @BeforeEach
    void takeEverything() {
        edge.features.answer(
                CatalogEndpoints.IMPORT, asked -> new Imported(asked.products().size(), 0, 0));
        edge.features.answer(
                StockEndpoints.OPEN, asked -> new Opened(asked.openings().size(), 0));
    }

    private static String line(String sku, long stock) {
        return "{\"sku\":\"%s\",\"name\":\"The %s\",\"price\":{\"amount\":255,\"currency\":\"GBP\"},\"stock\":%d}\n"
                .formatted(sku, sku, stock);
    }

    private HttpResponse<Buffer> send(String type, String body) {
        return edge.post(PATH).as("mia", "merchant").send(type, body);
    }

    private List<String> imported() {
        return edge.features.asked(ImportProducts.class).stream()
                .flatMap(batch -> batch.products().stream())
                .map(ImportedProduct::sku)
                .toList();
    }

    @Test
    void aBrokenLineInTheMiddleIsReportedAndTheOthersAreTaken() {
        HttpResponse<Buffer> response = send(NDJSON, line("a", 5) + "{\"sku\":\n" + "\n" + line("b c", 0) + "[1]");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject report = response.bodyAsJsonObject();
        assertThat(report.getInteger("created")).isEqualTo(2);
        assertThat(report.getInteger("stocked")).isEqualTo(1);
        assertThat(report.getInteger("skipped")).isEqualTo(2);
        assertThat(report.getInteger("errorsLeftOut")).isZero();
        assertThat(lines(report)).containsExactly(2, 5);
        assertThat(imported()).containsExactly("a", "b c");
        assertThat(edge.features.lastAsked(OpenStock.class).openings())
                .extracting(opening -> opening.sku() + " " + opening.quantity())
                .containsExactly("a 5");
    }

    private static List<Integer> lines(JsonObject report) {
        JsonArray errors = report.getJsonArray("errors");
        return errors.stream()
                .map(error -> ((JsonObject) error).getInteger("line"))
                .toList();
    }

    @Test
    void csvIsReadByItsHeader() {
        HttpResponse<Buffer> response = send("text/csv; charset=utf-8", """
                price,currency,sku,name,stock
                2.55,GBP,a,"Lamp, red",3
                cheap,GBP,b,Lamp,3
                0.10,GBP,c,"Say ""hello""\",
                """);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsJsonObject().getInteger("created")).isEqualTo(2);
        assertThat(lines(response.bodyAsJsonObject())).containsExactly(3);
        assertThat(edge.features.asked(ImportProducts.class).getFirst().products())
                .extracting(product -> product.sku() + "|" + product.content().name() + "|"
                        + product.content().price().amount())
                .containsExactly("a|Lamp, red|255", "c|Say \"hello\"|10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "application/octet-stream", "text/csvx"})
    void readsNothingElse(String type) {
        HttpResponse<Buffer> response = send(type, line("a", 1));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.getHeader("Accept")).isEqualTo("application/x-ndjson, text/csv");
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("unsupported_media_type");
        assertThat(imported()).isEmpty();
    }

    @Test
    void theBodyHasNoLimitButALineHas() {
        String padding = "x".repeat(edge.settings.http().bodyLimit());
        StringBuilder body = new StringBuilder(line("first", 0));
        body.append("{\"sku\":\"long\",\"name\":\"").append(padding).append("\"}\n");
        for (int i = 0; body.length() < 2 * edge.settings.http().bodyLimit(); i++) {
            body.append(line("p" + i, 0));
        }
        body.append(line("last", 0));

        HttpResponse<Buffer> response = send(NDJSON, body.toString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(lines(response.bodyAsJsonObject())).containsExactly(2);
        assertThat(imported()).startsWith("first", "p0").endsWith("last").hasSizeGreaterThan(10_000);
    }

    @Test
    void onlyMerchantsImport() {
        assertThat(edge.post(PATH)
                        .as("carl", "customer")
                        .send(NDJSON, line("a", 1))
                        .statusCode())
                .isEqualTo(403);
        assertThat(edge.post(PATH).send(NDJSON, line("a", 1)).statusCode()).isEqualTo(401);
        assertThat(imported()).isEmpty();
    }

    private NetSocket halfAnImport(int lines) {
        StringBuilder chunk = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            chunk.append(line("h" + i, 0));
        }
        NetSocket socket = Awaiting.result(edge.vertx.createNetClient().connect(edge.port(), "127.0.0.1"));
        Awaiting.result(socket.write("POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + NDJSON
                + "\r\nAuthorization: Bearer " + edge.token("mia", "merchant") + "\r\nContent-Length: 100000000\r\n\r\n"
                + chunk));
        return socket;
    }

    @Test
    void whatWasReadOfASenderThatWentAwayStaysAndNoFaultIsCounted() {
        double faults = edge.metrics
                .counter("souk.edge.problems", "code", "internal_error")
                .count();
        NetSocket socket = halfAnImport(600);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !imported().isEmpty());
        int openBefore = edge.edge.connections().open();

        Awaiting.result(socket.close());

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> edge.edge.connections().open() < openBefore);
        assertThat(send(NDJSON, line("next", 0)).statusCode()).isEqualTo(200);
        assertThat(imported()).startsWith("h0", "h1").endsWith("next");
        assertThat(edge.metrics
                        .counter("souk.edge.problems", "code", "internal_error")
                        .count())
                .isEqualTo(faults);
    }

    @Test
    void aSenderIsReadNoFurtherWhileABatchIsStored() {
        Promise<Imported> storing = Promise.promise();
        edge.features.answerLater(CatalogEndpoints.IMPORT, asked -> storing.future());
        NetSocket socket = halfAnImport(20_000);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !imported().isEmpty());

        assertThat(edge.features.asked(ImportProducts.class)).hasSize(1);
        assertThat(imported()).hasSize(500);
        storing.complete(new Imported(500, 0, 0));
        Awaiting.result(socket.close());
    }
}
