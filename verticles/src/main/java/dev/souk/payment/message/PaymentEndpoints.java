package dev.souk.payment.message;

import dev.souk.bus.BusEndpoint;
import dev.souk.money.Money;
import dev.souk.repair.RepairAnswer;
import dev.souk.repair.RepairQuestion;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The endpoints of the payment feature. */
public final class PaymentEndpoints {
    /** {@code POST /v1/orders/{id}/refunds}. */
    public static final BusEndpoint<RefundOrder, RefundOutcome> REFUND =
            new BusEndpoint<>("payment.refund", RefundOrder.class, RefundOutcome.class);
    /** {@code POST /v1/payments/webhook}, as it came in. */
    public static final BusEndpoint<Webhook, WebhookOutcome> WEBHOOK =
            new BusEndpoint<>("payment.webhook", Webhook.class, WebhookOutcome.class);
    /** Bring payments, named by their orders or by themselves, in line with the orders: for the audit's repair. */
    public static final BusEndpoint<RepairQuestion, RepairAnswer> REVIEW =
            new BusEndpoint<>("payment.review", RepairQuestion.class, RepairAnswer.class);

    private PaymentEndpoints() {}

    /**
     * @param operator subject of the token
     * @param key the Idempotency-Key
     * @param bodyHash of the canonical body
     * @param amount minor units of the order's currency, 1 or more; absent: all that is left
     */
    public record RefundOrder(
            UUID orderId,
            String operator,
            String key,
            String bodyHash,
            @Nullable Long amount,
            @Nullable String traceparent) {}

    public sealed interface RefundOutcome {}

    /** @param replayed the key had been used: the refund is the one that was made then, as it is now */
    public record RefundAccepted(RefundView refund, boolean replayed) implements RefundOutcome {}

    public record RefundKeyReused() implements RefundOutcome {}

    /** No such order. */
    public record RefundUnknownOrder() implements RefundOutcome {}

    /** The order's state does not allow it; 409. */
    public record RefundNotAllowed(String reason) implements RefundOutcome {}

    /** More than is left, or nothing is left; 409. */
    public record RefundTooMuch(Money left) implements RefundOutcome {}

    public record RefundView(UUID id, UUID orderId, Money amount, RefundStatus status, Instant createdAt) {}

    public enum RefundStatus {
        /** Accepted: its sum is set aside, the provider has not decided yet. */
        PENDING,
        SUCCEEDED,
        /** The provider refused; its sum may be asked for again. */
        FAILED
    }

    /**
     * @param signature the {@code Souk-Signature} header; empty when it was not sent
     * @param body as received; what is no UTF-8 will not match its signature
     */
    public record Webhook(String signature, String body) {
        public static final String SIGNATURE_HEADER = "Souk-Signature";
    }

    public enum WebhookOutcome {
        /** Taken note of, or known already; 200. */
        ACCEPTED,
        /** Signature missing, wrong or too old, or no secret is set; 401. */
        NOT_SIGNED,
        /** Signed, but not understood; 400. */
        MALFORMED
    }
}
