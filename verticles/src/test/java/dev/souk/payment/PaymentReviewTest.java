package dev.souk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.money.Money;
import dev.souk.order.message.OrderStatus;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.Payment.Sums;
import dev.souk.payment.domain.PaymentReview;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.domain.Wanted;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaymentReviewTest {
    private static Payment payment(Wanted wanted, PaymentState state, @Nullable Operation calling) {
        Sums sums = switch (state) {
            case NEW, DECLINED -> Sums.NONE;
            case AUTHORISED, CAPTURE_FAILED, VOIDED -> new Sums(500, 0, 0, 0);
            case CAPTURED -> new Sums(500, 500, 0, 0);
            case REFUNDED -> new Sums(500, 500, 500, 500);
        };
        return new Payment(
                new UUID(0, 1),
                new UUID(0, 2),
                new Money(500, "GBP"),
                wanted,
                state,
                calling,
                0,
                0,
                "tok_ok",
                sums,
                1,
                null);
    }

    private static Optional<String> review(Payment payment, @Nullable OrderStatus status) {
        return PaymentReview.of(payment, status).map(PaymentReview::words);
    }

    @Test
    void whatTheOrderWantsIsWantedOfItsPayment() {
        assertThat(review(payment(Wanted.AUTHORISED, PaymentState.AUTHORISED, null), OrderStatus.CONFIRMED))
                .contains("CAPTURED is wanted of it (was AUTHORISED); due now: CAPTURE");
        assertThat(review(payment(Wanted.CAPTURED, PaymentState.CAPTURED, null), OrderStatus.EXPIRED))
                .contains("RETURNED is wanted of it (was CAPTURED); due now: REFUND");
        assertThat(review(payment(Wanted.AUTHORISED, PaymentState.AUTHORISED, null), OrderStatus.REJECTED))
                .contains("RETURNED is wanted of it (was AUTHORISED); due now: VOID");
        assertThat(review(payment(Wanted.AUTHORISED, PaymentState.DECLINED, null), OrderStatus.PAYMENT_FAILED))
                .contains("RETURNED is wanted of it (was AUTHORISED)");
    }

    @Test
    void workThatWasLostIsDueAgain() {
        assertThat(review(payment(Wanted.CAPTURED, PaymentState.AUTHORISED, Operation.CAPTURE), OrderStatus.CONFIRMED))
                .contains("as wanted, CAPTURED; due now: CAPTURE");
        assertThat(review(payment(Wanted.AUTHORISED, PaymentState.NEW, null), OrderStatus.RESERVED))
                .contains("as wanted, AUTHORISED; due now: AUTHORISE");
    }

    @Test
    void whatIsAsWantedStaysAsItIs() {
        assertThat(review(payment(Wanted.CAPTURED, PaymentState.CAPTURED, null), OrderStatus.CONFIRMED))
                .isEmpty();
        assertThat(review(payment(Wanted.RETURNED, PaymentState.REFUNDED, null), OrderStatus.CANCELLED))
                .isEmpty();
        assertThat(review(payment(Wanted.RETURNED, PaymentState.VOIDED, null), OrderStatus.EXPIRED))
                .isEmpty();
    }

    @Test
    void whatWasWantedOnceIsNeverTakenBackAndNobodyPaysForAnOrderThatIsNotThere() {
        assertThat(review(payment(Wanted.RETURNED, PaymentState.AUTHORISED, null), OrderStatus.CONFIRMED))
                .isEmpty();
        assertThat(review(payment(Wanted.AUTHORISED, PaymentState.AUTHORISED, null), null))
                .isEmpty();
        assertThat(review(payment(Wanted.AUTHORISED, PaymentState.NEW, null), OrderStatus.PENDING))
                .isEmpty();
    }
}
