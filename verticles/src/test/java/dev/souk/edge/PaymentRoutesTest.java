package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.json.CanonicalJson;
import dev.souk.money.Money;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.RefundAccepted;
import dev.souk.payment.message.PaymentEndpoints.RefundKeyReused;
import dev.souk.payment.message.PaymentEndpoints.RefundNotAllowed;
import dev.souk.payment.message.PaymentEndpoints.RefundOrder;
import dev.souk.payment.message.PaymentEndpoints.RefundOutcome;
import dev.souk.payment.message.PaymentEndpoints.RefundStatus;
import dev.souk.payment.message.PaymentEndpoints.RefundTooMuch;
import dev.souk.payment.message.PaymentEndpoints.RefundUnknownOrder;
import dev.souk.payment.message.PaymentEndpoints.RefundView;
import dev.souk.payment.message.PaymentEndpoints.Webhook;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentRoutesTest {
    private static final String REFUNDS = "/v1/orders/" + Samples.ORDER + "/refunds";
    private static final UUID REFUND = UUID.fromString("5b3e3c5e-7f44-4b6f-8f0a-3b0f5f4b8a77");
    private static final RefundView VIEW =
            new RefundView(REFUND, Samples.ORDER, new Money(100, "GBP"), RefundStatus.PENDING, Samples.NOON);

    private final EdgeServer edge = EdgeServer.shared();

    private HttpResponse<Buffer> refund(String body) {
        return edge.post(REFUNDS).as("olga", "operator").key("r-1").json(body);
    }

    @Test
    void givesBackAPart() {
        edge.features.answer(PaymentEndpoints.REFUND, asked -> new RefundAccepted(VIEW, false));

        HttpResponse<Buffer> response = refund("{\"amount\": 100}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.getHeader("Location")).isEqualTo("/v1/orders/" + Samples.ORDER);
        assertThat(response.getHeader("Idempotent-Replayed")).isNull();
        assertThat(response.bodyAsJsonObject())
                .isEqualTo(JsonObject.of(
                        "id",
                        REFUND.toString(),
                        "amount",
                        JsonObject.of("amount", 100, "currency", "GBP"),
                        "status",
                        "PENDING"));
        RefundOrder asked = edge.features.lastAsked(RefundOrder.class);
        assertThat(asked.orderId()).isEqualTo(Samples.ORDER);
        assertThat(asked.operator()).isEqualTo("olga");
        assertThat(asked.key()).isEqualTo("r-1");
        assertThat(asked.amount()).isEqualTo(100);
        assertThat(asked.bodyHash()).isEqualTo(CanonicalJson.hash(JsonObject.of("amount", 100)));
    }

    @Test
    void givesBackTheRest() {
        edge.features.answer(PaymentEndpoints.REFUND, asked -> new RefundAccepted(VIEW, true));

        HttpResponse<Buffer> response = refund("{}");

        assertThat(response.getHeader("Idempotent-Replayed")).isEqualTo("true");
        assertThat(edge.features.lastAsked(RefundOrder.class).amount()).isNull();
    }

    private JsonObject refusal(RefundOutcome outcome, int status) {
        edge.features.answer(PaymentEndpoints.REFUND, asked -> outcome);
        HttpResponse<Buffer> response = refund("{\"amount\": 5}");
        assertThat(response.statusCode()).isEqualTo(status);
        return response.bodyAsJsonObject();
    }

    @Test
    void saysWhyNothingIsGivenBack() {
        assertThat(refusal(new RefundKeyReused(), 422).getString("code")).isEqualTo("idempotency_key_reused");
        assertThat(refusal(new RefundUnknownOrder(), 404).getString("code")).isEqualTo("order_not_found");
        JsonObject state = refusal(new RefundNotAllowed("it is CANCELLED"), 409);
        assertThat(state.getString("code")).isEqualTo("refund_not_allowed");
        assertThat(state.getString("detail")).isEqualTo("it is CANCELLED");
        JsonObject large = refusal(new RefundTooMuch(new Money(4, "GBP")), 409);
        assertThat(large.getString("code")).isEqualTo("refund_too_large");
        assertThat(large.getJsonObject("left")).isEqualTo(JsonObject.of("amount", 4, "currency", "GBP"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"amount\": 0}", "{\"amount\": -5}", "{\"amount\": 1.5}", "{\"amount\": \"5\"}", "{\"sum\": 5}"
            })
    void aRefundIsAtLeastOneMinorUnit(String body) {
        assertThat(refund(body).statusCode()).isEqualTo(400);
        assertThat(edge.features.asked(RefundOrder.class)).isEmpty();
    }

    @Test
    void refundsTakeAnOperatorAndAKey() {
        assertThat(edge.post(REFUNDS).as("carl", "customer").key("k").json("{}").statusCode())
                .isEqualTo(403);
        assertThat(edge.post(REFUNDS).key("k").json("{}").statusCode()).isEqualTo(401);
        HttpResponse<Buffer> keyless = edge.post(REFUNDS).as("olga", "operator").json("{}");
        assertThat(keyless.statusCode()).isEqualTo(400);
        assertThat(keyless.bodyAsJsonObject().getString("code")).isEqualTo("idempotency_key_missing");
        assertThat(edge.features.asked(RefundOrder.class)).isEmpty();
    }

    @Test
    void handsOnWebhooksAsTheyCame() {
        edge.features.answer(PaymentEndpoints.WEBHOOK, asked -> WebhookOutcome.ACCEPTED);
        String body = "{ \"b\":1 ,\n\"a\": \"Zo\u00eb\" }";

        HttpResponse<Buffer> response = edge.post("/v1/payments/webhook")
                .header("Souk-Signature", "t=1,v1=ab")
                .json(body);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(edge.features.lastAsked(Webhook.class)).isEqualTo(new Webhook("t=1,v1=ab", body));
    }

    @ParameterizedTest
    @CsvSource({"NOT_SIGNED,401,not_signed", "MALFORMED,400,malformed_request"})
    void refusesOtherWebhooks(WebhookOutcome outcome, int status, String code) {
        edge.features.answer(PaymentEndpoints.WEBHOOK, asked -> outcome);

        HttpResponse<Buffer> response = edge.post("/v1/payments/webhook").json("{");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo(code);
        assertThat(edge.features.lastAsked(Webhook.class)).isEqualTo(new Webhook("", "{"));
    }

    @Test
    void readsNoWebhookOfAnySize() {
        String body = "x".repeat(edge.settings.http().bodyLimit() + 1);

        assertThat(edge.post("/v1/payments/webhook").json(body).statusCode()).isEqualTo(413);
        assertThat(edge.features.asked(Webhook.class)).isEmpty();
    }
}
