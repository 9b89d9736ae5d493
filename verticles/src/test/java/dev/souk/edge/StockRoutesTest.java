package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.json.CanonicalJson;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.KeyReused;
import dev.souk.stock.message.StockEndpoints.Level;
import dev.souk.stock.message.StockEndpoints.Receive;
import dev.souk.stock.message.StockEndpoints.Received;
import dev.souk.stock.message.StockEndpoints.TooFew;
import dev.souk.stock.message.StockEndpoints.UnknownSku;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StockRoutesTest {
    private static final Level LEVEL = new Level("A+B", 70, 100, 20, 10);

    private final EdgeServer edge = EdgeServer.shared();

    @Test
    void tellsEverybodyWhatIsAvailable() {
        edge.features.answer(StockEndpoints.LEVEL, asked -> LEVEL);

        JsonObject guest = edge.get("/v1/stock/A%2BB").send().bodyAsJsonObject();
        JsonObject customer =
                edge.get("/v1/stock/A%2BB").as("carl", "customer").send().bodyAsJsonObject();

        assertThat(guest).isEqualTo(JsonObject.of("sku", "A+B", "available", 70));
        assertThat(customer).isEqualTo(guest);
    }

    @Test
    void tellsMerchantsHowItComesAbout() {
        edge.features.answer(StockEndpoints.LEVEL, asked -> LEVEL);

        JsonObject level =
                edge.get("/v1/stock/A%2BB").as("mia", "merchant").send().bodyAsJsonObject();

        assertThat(level)
                .isEqualTo(JsonObject.of("sku", "A+B", "available", 70, "received", 100, "held", 20, "sold", 10));
    }

    @Test
    void showsALevelFromBeforeWithItsAgeButNotToMerchants() {
        edge.features.answer(StockEndpoints.LEVEL, asked -> LEVEL.aged(asked.staleWillDo() ? 42L : null));

        assertThat(edge.get("/v1/stock/A%2BB").send().getHeader("age")).isEqualTo("42");
        assertThat(edge.get("/v1/stock/A%2BB").as("carl", "customer").send().getHeader("age"))
                .isEqualTo("42");
        assertThat(edge.get("/v1/stock/A%2BB").as("mia", "merchant").send().getHeader("age"))
                .isNull();
    }

    @Test
    void saysWhatStockDoesNotKnow() {
        edge.features.answer(StockEndpoints.LEVEL, asked -> new UnknownSku(asked.sku()));

        HttpResponse<Buffer> response = edge.get("/v1/stock/x").send();

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("sku_not_found");
    }

    @Test
    void booksAReceipt() {
        edge.features.answer(StockEndpoints.RECEIVE, asked -> new Received(Samples.ORDER, LEVEL, false));

        HttpResponse<Buffer> response = edge.post("/v1/stock/A%2BB/receipts")
                .as("mia", "merchant")
                .key("r-1")
                .json("{\"quantity\": 100}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.getHeader("Location")).isEqualTo("/v1/stock/A%2BB");
        assertThat(response.getHeader("Idempotent-Replayed")).isNull();
        assertThat(response.bodyAsJsonObject().getInteger("quantity")).isEqualTo(100);
        Receive asked = edge.features.lastAsked(Receive.class);
        assertThat(asked.principal()).isEqualTo("mia");
        assertThat(asked.key()).isEqualTo("r-1");
        assertThat(asked.sku()).isEqualTo("A+B");
        assertThat(asked.quantity()).isEqualTo(100);
        assertThat(asked.bodyHash()).isEqualTo(CanonicalJson.hash(JsonObject.of("quantity", 100)));
        assertThat(asked.traceparent()).isNotNull();
    }

    @Test
    void saysThatAReceiptWasBookedBefore() {
        edge.features.answer(StockEndpoints.RECEIVE, asked -> new Received(Samples.ORDER, LEVEL, true));

        HttpResponse<Buffer> response = edge.post("/v1/stock/A%2BB/receipts")
                .as("mia", "merchant")
                .key("r-1")
                .json("{\"quantity\": 100}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.getHeader("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void cannotTakeMoreThanIsAvailable() {
        edge.features.answer(StockEndpoints.RECEIVE, asked -> new TooFew(asked.sku(), 7));

        HttpResponse<Buffer> response =
                edge.post("/v1/stock/x/receipts").as("mia", "merchant").key("k").json("{\"quantity\": -8}");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("insufficient_stock");
        assertThat(response.bodyAsJsonObject().getInteger("available")).isEqualTo(7);
    }

    @Test
    void refusesAKeyThatWasUsedForAnotherReceipt() {
        edge.features.answer(StockEndpoints.RECEIVE, asked -> new KeyReused());

        HttpResponse<Buffer> response =
                edge.post("/v1/stock/x/receipts").as("mia", "merchant").key("k").json("{\"quantity\": 8}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void saysWhatCannotBeReceivedBecauseNobodySellsIt() {
        edge.features.answer(StockEndpoints.RECEIVE, asked -> new UnknownSku(asked.sku()));

        assertThat(edge.post("/v1/stock/x/receipts")
                        .as("mia", "merchant")
                        .key("k")
                        .json("{\"quantity\": 8}")
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"quantity\": 0}",
                "{\"quantity\": 0.0}",
                "{\"quantity\": 1.5}",
                "{\"quantity\": \"5\"}",
                "{\"quantity\": null}",
                "{\"quantity\": 1000000001}",
                "{\"quantity\": 18446744073709551617}",
                "{\"quantity\": 1e300}",
                "{\"quantity\": 1, \"sku\": \"x\"}",
                "[1]",
                "5"
            })
    void refusesReceiptsThatBreakTheContract(String body) {
        HttpResponse<Buffer> response =
                edge.post("/v1/stock/x/receipts").as("mia", "merchant").key("k").json(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("invalid_request");
        assertThat(edge.features.asked(Receive.class)).isEmpty();
    }

    @Test
    void needsAnIdempotencyKey() {
        HttpResponse<Buffer> response =
                edge.post("/v1/stock/x/receipts").as("mia", "merchant").json("{\"quantity\": 8}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("idempotency_key_missing");
    }
}
