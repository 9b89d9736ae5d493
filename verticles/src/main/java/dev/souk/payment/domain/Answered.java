package dev.souk.payment.domain;

import dev.souk.messaging.event.EventType;
import dev.souk.messaging.event.NewEvent;
import dev.souk.money.Money;
import dev.souk.payment.domain.Payment.Sums;
import dev.souk.payment.message.PaymentEvents;
import dev.souk.payment.message.PaymentEvents.PaymentAuthorized;
import dev.souk.payment.message.PaymentEvents.PaymentCaptured;
import dev.souk.payment.message.PaymentEvents.PaymentRefunded;
import dev.souk.payment.message.PaymentEvents.PaymentRefused;
import dev.souk.payment.message.PaymentEvents.PaymentVoided;
import java.time.Instant;
import java.util.List;

/**
 * A payment whose call was answered, and what can become of it. {@link PaymentMachine} decides which.
 *
 * @param amount the payment's own
 */
public record Answered(Payment payment, Money amount, Instant now) {
    /** Refusals that were worth another attempt, of authorisation and capture; a return of money is never given up. */
    public static final int MOST_ATTEMPTS = 5;

    boolean mayTryAgain() {
        return payment.attempt() + 1 < MOST_ATTEMPTS;
    }

    /** The card token goes with every definite answer: another attempt asks the order for it again. */
    Step anotherAttempt() {
        Payment after =
                after(payment.state(), payment.sums(), payment.attempt() + 1, payment.tries() + 1, payment.seq());
        return new Step(payment, after, List.of());
    }

    Step authorised() {
        Sums sums = new Sums(amount.amount(), 0, 0, 0);
        return step(
                PaymentState.AUTHORISED,
                sums,
                PaymentEvents.AUTHORIZED,
                new PaymentAuthorized(payment.orderId(), amount));
    }

    Step declined(String reason) {
        return step(
                PaymentState.DECLINED,
                payment.sums(),
                PaymentEvents.DECLINED,
                new PaymentRefused(payment.orderId(), reason));
    }

    Step captured() {
        long authorized = payment.sums().authorized();
        return step(
                PaymentState.CAPTURED,
                new Sums(authorized, authorized, 0, 0),
                PaymentEvents.CAPTURED,
                new PaymentCaptured(payment.orderId(), money(authorized)));
    }

    Step captureFailed(String reason) {
        return step(
                PaymentState.CAPTURE_FAILED,
                payment.sums(),
                PaymentEvents.CAPTURE_FAILED,
                new PaymentRefused(payment.orderId(), reason));
    }

    Step voided() {
        return step(PaymentState.VOIDED, payment.sums(), PaymentEvents.VOIDED, new PaymentVoided(payment.orderId()));
    }

    Step refunded() {
        long captured = payment.sums().captured();
        return step(
                PaymentState.REFUNDED,
                new Sums(payment.sums().authorized(), captured, captured, captured),
                PaymentEvents.REFUNDED,
                new PaymentRefunded(payment.orderId(), money(captured)));
    }

    private Money money(long minorUnits) {
        return new Money(minorUnits, amount.currency());
    }

    private <T> Step step(PaymentState state, Sums sums, EventType<T> type, T fact) {
        long seq = payment.seq() + 1;
        NewEvent<T> event = NewEvent.of(type, payment.orderId().toString(), seq, now, payment.traceparent(), fact);
        return new Step(payment, after(state, sums, payment.attempt(), 0, seq), List.of(event));
    }

    private Payment after(PaymentState state, Sums sums, int attempt, int tries, long seq) {
        return new Payment(
                payment.orderId(),
                payment.id(),
                payment.amount(),
                payment.wanted(),
                state,
                null,
                attempt,
                tries,
                null,
                sums,
                seq,
                payment.traceparent());
    }
}
