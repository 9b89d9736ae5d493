package dev.souk.payment.domain;

import dev.souk.money.Money;
import dev.souk.payment.message.PaymentEndpoints.RefundStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some of an order's money that an operator gives back. Its sum is claimed from the payment when it is accepted.
 *
 * @param attempt part of the idempotency key
 * @param tries calls in a row without a definite answer
 * @param reason why the provider refused, when it did
 */
public record Refund(
        UUID id,
        UUID orderId,
        UUID paymentId,
        Money amount,
        RefundStatus status,
        @Nullable String reason,
        int attempt,
        int tries) {

    Refund with(RefundStatus newStatus, @Nullable String newReason, int newAttempt, int newTries) {
        return new Refund(id, orderId, paymentId, amount, newStatus, newReason, newAttempt, newTries);
    }
}
