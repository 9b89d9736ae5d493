package dev.souk.payment.domain;

import dev.souk.messaging.event.NewEvent;
import dev.souk.money.Money;
import dev.souk.payment.domain.Payment.Sums;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.ProviderAnswer.Refusal;
import dev.souk.payment.domain.ProviderAnswer.Refused;
import dev.souk.payment.domain.ProviderAnswer.Succeeded;
import dev.souk.payment.message.PaymentEndpoints.RefundStatus;
import dev.souk.payment.message.PaymentEvents;
import dev.souk.payment.message.PaymentEvents.PaymentRefunded;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decisions of an operator's refund, as pure functions: PENDING becomes SUCCEEDED or FAILED, once. */
public final class RefundMachine {
    private RefundMachine() {}

    /** @param events the facts that it makes true */
    public record Settled(Payment payment, Refund refund, List<NewEvent<?>> events) {
        public Settled {
            events = List.copyOf(events);
        }
    }

    public static ProviderCall call(Refund refund) {
        CallKey key = new CallKey(refund.id(), Operation.REFUND, refund.attempt());
        return new ProviderCall.Refund(key, refund.paymentId(), refund.amount());
    }

    /**
     * @param payment as it is now, after all that was settled before
     * @throws IllegalArgumentException when the refund is settled already
     */
    public static Settled answer(Payment payment, Refund refund, Definite answer, Instant now) {
        if (refund.status() != RefundStatus.PENDING) {
            throw new IllegalArgumentException("settled already: " + refund);
        }
        return switch (answer) {
            case Succeeded done -> succeeded(payment, refund, now);
            case Refused refused -> refused(payment, refund, refused);
        };
    }

    private static Settled succeeded(Payment payment, Refund refund, Instant now) {
        Sums before = payment.sums();
        long refunded = Math.addExact(before.refunded(), refund.amount().amount());
        Sums sums = new Sums(before.authorized(), before.captured(), before.claimed(), refunded);
        PaymentState state = refunded == before.captured() ? PaymentState.REFUNDED : payment.state();
        long seq = payment.seq() + 1;
        NewEvent<PaymentRefunded> event = NewEvent.of(
                PaymentEvents.REFUNDED,
                payment.orderId().toString(),
                seq,
                now,
                payment.traceparent(),
                new PaymentRefunded(
                        payment.orderId(), new Money(refunded, refund.amount().currency())));
        return new Settled(
                with(payment, state, sums, seq), settled(refund, RefundStatus.SUCCEEDED, null), List.of(event));
    }

    private static Settled refused(Payment payment, Refund refund, Refused refused) {
        boolean again =
                refused.refusal() == Refusal.WORTH_ANOTHER_ATTEMPT && refund.attempt() + 1 < Answered.MOST_ATTEMPTS;
        if (again) {
            Refund next = refund.with(RefundStatus.PENDING, null, refund.attempt() + 1, refund.tries() + 1);
            return new Settled(payment, next, List.of());
        }
        Sums before = payment.sums();
        long claimed = before.claimed() - refund.amount().amount();
        Sums sums = new Sums(before.authorized(), before.captured(), claimed, before.refunded());
        Refund failed = settled(refund, RefundStatus.FAILED, refused.reason());
        return new Settled(with(payment, payment.state(), sums, payment.seq()), failed, List.of());
    }

    private static Refund settled(Refund refund, RefundStatus status, @Nullable String reason) {
        return refund.with(status, reason, refund.attempt(), 0);
    }

    private static Payment with(Payment payment, PaymentState state, Sums sums, long seq) {
        return new Payment(
                payment.orderId(),
                payment.id(),
                payment.amount(),
                payment.wanted(),
                state,
                payment.calling(),
                payment.attempt(),
                payment.tries(),
                payment.token(),
                sums,
                seq,
                payment.traceparent());
    }
}
