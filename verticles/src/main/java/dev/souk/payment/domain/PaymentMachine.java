package dev.souk.payment.domain;

import dev.souk.money.Money;
import dev.souk.payment.domain.Payment.Sums;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.ProviderAnswer.Refused;
import dev.souk.payment.domain.ProviderAnswer.Succeeded;
import java.time.Instant;

/**
 * The decisions of a payment, as pure functions.
 *
 * <pre>
 *            authorise              capture                 refund the rest
 *   NEW ───────┬──> AUTHORISED ───────┬──> CAPTURED ───────────────> REFUNDED
 *              │         │            │
 *              v         │ void       v
 *          DECLINED      └──────> CAPTURE_FAILED ──void──> VOIDED
 * </pre>
 *
 * <p>{@link #next} says which call brings the payment nearer to what is wanted. An operation is written down as
 * <em>calling</em> before it is sent. From then on it is repeated under the same key until its answer is definite, even
 * where "wanted" has changed meanwhile; only then another operation begins.
 */
public final class PaymentMachine {
    private static final NextStep REST = new NextStep.Rest();

    private PaymentMachine() {}

    public static NextStep next(Payment payment) {
        Operation calling = payment.calling();
        if (calling != null) {
            return call(payment, calling);
        }
        return switch (payment.wanted()) {
            case AUTHORISED -> payment.state() == PaymentState.NEW ? call(payment, Operation.AUTHORISE) : REST;
            case CAPTURED ->
                switch (payment.state()) {
                    case NEW -> call(payment, Operation.AUTHORISE);
                    case AUTHORISED -> call(payment, Operation.CAPTURE);
                    case DECLINED, CAPTURED, CAPTURE_FAILED, VOIDED, REFUNDED -> REST;
                };
            case RETURNED ->
                switch (payment.state()) {
                    case AUTHORISED, CAPTURE_FAILED -> call(payment, Operation.VOID);
                    case CAPTURED -> refundRest(payment);
                    // NEW and not calling: nothing ever reached the provider, and nothing will.
                    case NEW, DECLINED, VOIDED, REFUNDED -> REST;
                };
        };
    }

    /** A refund that an operator asked for and that is under way ends first: the rest is only known then. */
    private static NextStep refundRest(Payment payment) {
        Sums sums = payment.sums();
        boolean open = sums.claimed() > sums.refunded();
        return open || sums.refunded() == sums.captured() ? REST : call(payment, Operation.REFUND);
    }

    private static NextStep call(Payment payment, Operation operation) {
        Money amount = payment.amount();
        if (amount == null) {
            return REST;
        }
        CallKey key = new CallKey(payment.id(), operation, payment.attempt());
        String token = payment.token();
        return switch (operation) {
            case AUTHORISE ->
                token == null
                        ? new NextStep.AwaitToken()
                        : new NextStep.Call(new ProviderCall.Authorise(key, payment.id(), amount, token));
            case CAPTURE ->
                new NextStep.Call(new ProviderCall.Capture(
                        key, payment.id(), new Money(payment.sums().authorized(), amount.currency())));
            case VOID -> new NextStep.Call(new ProviderCall.VoidAuthorisation(key, payment.id()));
            case REFUND -> {
                long rest = payment.sums().captured() - payment.sums().refunded();
                yield new NextStep.Call(new ProviderCall.Refund(key, payment.id(), new Money(rest, amount.currency())));
            }
        };
    }

    /** @return the payment with the operation written down as perhaps sent */
    public static Payment begin(Payment payment, Operation operation) {
        if (payment.calling() != null) {
            throw new IllegalArgumentException("another call is under way: " + payment);
        }
        return new Payment(
                payment.orderId(),
                payment.id(),
                payment.amount(),
                payment.wanted(),
                payment.state(),
                operation,
                payment.attempt(),
                payment.tries(),
                payment.token(),
                payment.sums(),
                payment.seq(),
                payment.traceparent());
    }

    /**
     * @param payment whose call was answered
     * @throws IllegalArgumentException when nothing is being called
     */
    public static Step answer(Payment payment, Definite answer, Instant now) {
        Operation calling = payment.calling();
        Money amount = payment.amount();
        if (calling == null || amount == null) {
            throw new IllegalArgumentException("nothing is under way: " + payment);
        }
        Answered answered = new Answered(payment, amount, now);
        return switch (calling) {
            case AUTHORISE -> authorise(answered, answer);
            case CAPTURE -> capture(answered, answer);
            case VOID -> letGo(answered, answer);
            case REFUND -> refund(answered, answer);
        };
    }

    private static Step authorise(Answered answered, Definite answer) {
        return switch (answer) {
            case Succeeded done -> answered.authorised();
            case Refused refused ->
                switch (refused.refusal()) {
                    case WORTH_ANOTHER_ATTEMPT ->
                        answered.mayTryAgain() ? answered.anotherAttempt() : answered.declined(refused.reason());
                    case FINAL, ALREADY_CAPTURED, HOLD_GONE -> answered.declined(refused.reason());
                };
        };
    }

    private static Step capture(Answered answered, Definite answer) {
        return switch (answer) {
            case Succeeded done -> answered.captured();
            case Refused refused ->
                switch (refused.refusal()) {
                    case ALREADY_CAPTURED -> answered.captured();
                    case WORTH_ANOTHER_ATTEMPT ->
                        answered.mayTryAgain() ? answered.anotherAttempt() : answered.captureFailed(refused.reason());
                    case FINAL, HOLD_GONE -> answered.captureFailed(refused.reason());
                };
        };
    }

    private static Step letGo(Answered answered, Definite answer) {
        return switch (answer) {
            case Succeeded done -> answered.voided();
            case Refused refused ->
                switch (refused.refusal()) {
                    case HOLD_GONE -> answered.voided();
                    // The money was taken after all: it is given back as a refund.
                    case ALREADY_CAPTURED -> answered.captured();
                    case WORTH_ANOTHER_ATTEMPT, FINAL -> answered.anotherAttempt();
                };
        };
    }

    private static Step refund(Answered answered, Definite answer) {
        return switch (answer) {
            case Succeeded done -> answered.refunded();
            case Refused refused -> answered.anotherAttempt();
        };
    }
}
