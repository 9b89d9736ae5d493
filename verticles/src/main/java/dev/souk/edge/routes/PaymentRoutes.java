package dev.souk.edge.routes;

import dev.souk.bus.Bus;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Reply;
import dev.souk.edge.json.CanonicalJson;
import dev.souk.edge.json.JsonBuffer;
import dev.souk.edge.json.ProductJson;
import dev.souk.money.Money;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.RefundAccepted;
import dev.souk.payment.message.PaymentEndpoints.RefundKeyReused;
import dev.souk.payment.message.PaymentEndpoints.RefundNotAllowed;
import dev.souk.payment.message.PaymentEndpoints.RefundOrder;
import dev.souk.payment.message.PaymentEndpoints.RefundOutcome;
import dev.souk.payment.message.PaymentEndpoints.RefundTooMuch;
import dev.souk.payment.message.PaymentEndpoints.RefundUnknownOrder;
import dev.souk.payment.message.PaymentEndpoints.RefundView;
import dev.souk.payment.message.PaymentEndpoints.Webhook;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Refunds by operators, and the webhook of the payment provider. */
public final class PaymentRoutes {
    private static final int REFUND_BYTES = 256;

    private final Bus bus;

    public PaymentRoutes(Bus bus) {
        this.bus = bus;
    }

    public Future<Answer> refund(Call call) {
        RefundOrder command = new RefundOrder(
                call.id(),
                call.principal().subject(),
                call.key(),
                CanonicalJson.hash(call.body()),
                call.body().getLong("amount"),
                call.traceparent());
        return bus.ask(PaymentEndpoints.REFUND, command).map(PaymentRoutes::refunded);
    }

    private static Answer refunded(RefundOutcome outcome) {
        return switch (outcome) {
            case RefundAccepted(RefundView refund, boolean replayed) ->
                Reply.of(201, json(refund))
                        .withLocation("/v1/orders/" + refund.orderId())
                        .withReplayed(replayed);
            case RefundKeyReused reused -> Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED);
            case RefundUnknownOrder unknown -> Problem.of(ProblemCode.ORDER_NOT_FOUND);
            case RefundNotAllowed(String reason) -> Problem.of(ProblemCode.REFUND_NOT_ALLOWED, reason);
            case RefundTooMuch(Money left) ->
                Problem.of(ProblemCode.REFUND_TOO_LARGE).withMember("left", left);
        };
    }

    private static Buffer json(RefundView refund) {
        return JsonBuffer.of(REFUND_BYTES, json -> {
            json.writeStartObject();
            json.writeStringField("id", refund.id().toString());
            ProductJson.write("amount", refund.amount(), json);
            json.writeStringField("status", refund.status().name());
            json.writeEndObject();
        });
    }

    public Future<Answer> webhook(Call call) {
        String signature = call.header(Webhook.SIGNATURE_HEADER);
        Webhook webhook =
                new Webhook(signature == null ? "" : signature, call.rawBody().toString());
        return bus.ask(PaymentEndpoints.WEBHOOK, webhook).map(PaymentRoutes::taken);
    }

    private static Answer taken(WebhookOutcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> Reply.empty(200);
            case NOT_SIGNED ->
                Problem.of(ProblemCode.NOT_SIGNED).withHeader("WWW-Authenticate", Webhook.SIGNATURE_HEADER);
            case MALFORMED -> Problem.of(ProblemCode.MALFORMED_REQUEST, "It is signed, and not understood.");
        };
    }
}
