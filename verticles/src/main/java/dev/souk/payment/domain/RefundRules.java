package dev.souk.payment.domain;

import dev.souk.money.Money;
import dev.souk.order.message.OrderStatus;
import dev.souk.payment.message.PaymentEndpoints.RefundStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** When an operator may give money back, as a pure function. */
public final class RefundRules {
    private RefundRules() {}

    sealed interface Acceptance {}

    /** @param claimed minor units of the payment that refunds have asked for, this one included */
    public record Accepted(Refund refund, long claimed) implements Acceptance {}

    /** The order's state does not allow it. */
    public record NotAllowed(String reason) implements Acceptance {}

    /** @param left what may still be asked for */
    public record TooMuch(Money left) implements Acceptance {}

    /**
     * @param payment as it is now; absent when none is known
     * @param amount minor units, 1 or more; absent: all that is left
     * @param id of the refund, should it be accepted
     */
    public static Acceptance accept(OrderStatus status, @Nullable Payment payment, @Nullable Long amount, UUID id) {
        String refusal = switch (status) {
            case PENDING, RESERVED -> "nothing was paid yet";
            case REJECTED, PAYMENT_FAILED, EXPIRED, CANCELLED ->
                "what was paid for an order that is " + status + " is returned in any case";
            case CONFIRMED, SHIPPED, DELIVERED, REFUNDED -> null;
        };
        if (refusal != null) {
            return new NotAllowed(refusal);
        }
        Money paid = payment == null ? null : payment.amount();
        if (payment == null || paid == null || !isCaptured(payment.state())) {
            return new NotAllowed("the payment is not captured");
        }
        if (payment.wanted() == Wanted.RETURNED) {
            return new NotAllowed("the payment is being returned");
        }
        return accept(status, payment, paid.currency(), amount, id);
    }

    private static boolean isCaptured(PaymentState state) {
        return switch (state) {
            case CAPTURED, REFUNDED -> true;
            case NEW, AUTHORISED, DECLINED, CAPTURE_FAILED, VOIDED -> false;
        };
    }

    private static Acceptance accept(
            OrderStatus status, Payment payment, String currency, @Nullable Long amount, UUID id) {
        long left = payment.sums().captured() - payment.sums().claimed();
        long asked = amount == null ? left : amount;
        if (asked > left || asked < 1) {
            return new TooMuch(new Money(left, currency));
        }
        if (asked == left && status == OrderStatus.CONFIRMED) {
            return new NotAllowed("an order that was not shipped is cancelled, not refunded in full");
        }
        Money money = new Money(asked, currency);
        Refund refund = new Refund(id, payment.orderId(), payment.id(), money, RefundStatus.PENDING, null, 0, 0);
        return new Accepted(refund, payment.sums().claimed() + asked);
    }
}
