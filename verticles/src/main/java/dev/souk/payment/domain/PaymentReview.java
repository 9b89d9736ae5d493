package dev.souk.payment.domain;

import dev.souk.order.message.OrderStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The change to a payment that brings it in line with its order, decided by the known states of both.
 *
 * @param payment as it is to be
 * @param raised more is wanted of it than was
 * @param words for people
 */
public record PaymentReview(Payment payment, boolean raised, String words) {
    /**
     * @param status of the order; absent when there is none
     * @return empty when there is nothing to be done, and when the payment was told more than the order says: what was
     *     wanted once is never taken back
     */
    public static Optional<PaymentReview> of(Payment payment, @Nullable OrderStatus status) {
        Wanted wanted = status == null ? null : Wish.wantedBy(status);
        if (wanted == null || wanted.compareTo(payment.wanted()) < 0) {
            return Optional.empty();
        }
        boolean raised = wanted != payment.wanted();
        Payment wished = payment.wanting(wanted);
        String due = work(PaymentMachine.next(wished));
        if (!raised && due == null) {
            return Optional.empty();
        }
        String words = raised ? wanted + " is wanted of it (was " + payment.wanted() + ")" : "as wanted, " + wanted;
        return Optional.of(new PaymentReview(wished, raised, due == null ? words : words + "; due now: " + due));
    }

    private static @Nullable String work(NextStep next) {
        return switch (next) {
            case NextStep.Call call -> call.call().key().operation().name();
            case NextStep.AwaitToken token -> Operation.AUTHORISE.name();
            case NextStep.Rest rest -> null;
        };
    }
}
