package dev.souk.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.messaging.event.NewEvent;
import dev.souk.money.Money;
import dev.souk.payment.domain.Answered;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.NextStep;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.Payment.Sums;
import dev.souk.payment.domain.PaymentMachine;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.ProviderAnswer.Refusal;
import dev.souk.payment.domain.ProviderAnswer.Refused;
import dev.souk.payment.domain.ProviderAnswer.Succeeded;
import dev.souk.payment.domain.ProviderCall;
import dev.souk.payment.domain.Step;
import dev.souk.payment.domain.Wanted;
import dev.souk.payment.message.PaymentEvents;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentMachineTest {
    private static final UUID ORDER = new UUID(1, 1);
    private static final UUID ID = new UUID(2, 2);
    private static final Money TOTAL = new Money(500, "GBP");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Payment payment(Wanted wanted, PaymentState state, @Nullable Operation calling) {
        Sums sums = switch (state) {
            case NEW, DECLINED -> Sums.NONE;
            case AUTHORISED, CAPTURE_FAILED, VOIDED -> new Sums(500, 0, 0, 0);
            case CAPTURED -> new Sums(500, 500, 0, 0);
            case REFUNDED -> new Sums(500, 500, 500, 500);
        };
        return new Payment(ORDER, ID, TOTAL, wanted, state, calling, 0, 0, "tok_ok", sums, 3, null);
    }

    private static Payment withSums(Payment payment, Sums sums) {
        return new Payment(
                ORDER,
                ID,
                TOTAL,
                payment.wanted(),
                payment.state(),
                payment.calling(),
                payment.attempt(),
                payment.tries(),
                payment.token(),
                sums,
                payment.seq(),
                null);
    }

    private static String next(Payment payment) {
        return switch (PaymentMachine.next(payment)) {
            case NextStep.Rest rest -> "";
            case NextStep.AwaitToken await -> "TOKEN";
            case NextStep.Call call -> call.call().key().operation().name();
        };
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            AUTHORISED, NEW,            AUTHORISE
            AUTHORISED, AUTHORISED,     ''
            AUTHORISED, DECLINED,       ''
            CAPTURED,   NEW,            AUTHORISE
            CAPTURED,   AUTHORISED,     CAPTURE
            CAPTURED,   DECLINED,       ''
            CAPTURED,   CAPTURED,       ''
            CAPTURED,   CAPTURE_FAILED, ''
            CAPTURED,   VOIDED,         ''
            CAPTURED,   REFUNDED,       ''
            RETURNED,   NEW,            ''
            RETURNED,   DECLINED,       ''
            RETURNED,   AUTHORISED,     VOID
            RETURNED,   CAPTURE_FAILED, VOID
            RETURNED,   CAPTURED,       REFUND
            RETURNED,   VOIDED,         ''
            RETURNED,   REFUNDED,       ''
            """)
    void nextIsWhatBringsThePaymentNearerToWhatIsWanted(Wanted wanted, PaymentState state, String operation) {
        assertThat(next(payment(wanted, state, null))).isEqualTo(operation);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            NEW,        AUTHORISE
            AUTHORISED, CAPTURE
            AUTHORISED, VOID
            CAPTURED,   REFUND
            """)
    void whatMayHaveBeenSentIsRepeatedWhateverIsWantedByNow(PaymentState state, Operation calling) {
        for (Wanted wanted : Wanted.values()) {
            NextStep next = PaymentMachine.next(payment(wanted, state, calling));
            assertThat(next)
                    .isInstanceOfSatisfying(
                            NextStep.Call.class,
                            call -> assertThat(call.call().key()).isEqualTo(new CallKey(ID, calling, 0)));
        }
    }

    @Test
    void anAuthorisationWaitsForItsToken() {
        assertThat(next(payment(Wanted.AUTHORISED, PaymentState.NEW, null).withToken(null)))
                .isEqualTo("TOKEN");
    }

    @Test
    void theRestIsReturnedOnlyWhenNoRefundIsUnderWay() {
        Payment captured = payment(Wanted.RETURNED, PaymentState.CAPTURED, null);

        assertThat(next(withSums(captured, new Sums(500, 500, 200, 100)))).isEmpty();
        assertThat(PaymentMachine.next(withSums(captured, new Sums(500, 500, 200, 200))))
                .isInstanceOfSatisfying(
                        NextStep.Call.class,
                        call -> assertThat(call.call())
                                .isEqualTo(new ProviderCall.Refund(
                                        new CallKey(ID, Operation.REFUND, 0), ID, new Money(300, "GBP"))));
    }

    private static Step answer(PaymentState state, Operation calling, Definite answer) {
        return PaymentMachine.answer(payment(Wanted.RETURNED, state, calling), answer, NOW);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            NEW,        AUTHORISE, AUTHORISED, payment.authorized
            AUTHORISED, CAPTURE,   CAPTURED,   payment.captured
            AUTHORISED, VOID,      VOIDED,     payment.voided
            CAPTURED,   REFUND,    REFUNDED,   payment.refunded
            """)
    void successMovesOnAndStatesIt(PaymentState state, Operation calling, PaymentState after, String event) {
        Step step = answer(state, calling, new Succeeded());

        assertThat(step.after().state()).isEqualTo(after);
        assertThat(step.after().calling()).isNull();
        assertThat(step.after().attempt()).isZero();
        assertThat(step.after().seq()).isEqualTo(4);
        assertThat(step.events()).extracting(told -> told.type().name()).containsExactly(event);
        assertThat(step.events()).extracting(NewEvent::id).containsExactly(NewEvent.idOf(event, ORDER.toString(), 4));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            NEW,        AUTHORISE, FINAL,                 DECLINED,       0, payment.declined
            NEW,        AUTHORISE, WORTH_ANOTHER_ATTEMPT, NEW,            1,
            AUTHORISED, CAPTURE,   FINAL,                 CAPTURE_FAILED, 0, payment.capture_failed
            AUTHORISED, CAPTURE,   HOLD_GONE,             CAPTURE_FAILED, 0, payment.capture_failed
            AUTHORISED, CAPTURE,   ALREADY_CAPTURED,      CAPTURED,       0, payment.captured
            AUTHORISED, CAPTURE,   WORTH_ANOTHER_ATTEMPT, AUTHORISED,     1,
            AUTHORISED, VOID,      HOLD_GONE,             VOIDED,         0, payment.voided
            AUTHORISED, VOID,      ALREADY_CAPTURED,      CAPTURED,       0, payment.captured
            AUTHORISED, VOID,      FINAL,                 AUTHORISED,     1,
            CAPTURED,   REFUND,    FINAL,                 CAPTURED,       1,
            """)
    void refusalsEndTheOperationOrAreWorthAnotherAttempt(
            PaymentState state,
            Operation calling,
            Refusal refusal,
            PaymentState after,
            int attempt,
            @Nullable String event) {
        Step step = answer(state, calling, new Refused(refusal, "why"));

        assertThat(step.after().state()).isEqualTo(after);
        assertThat(step.after().calling()).isNull();
        assertThat(step.after().attempt()).isEqualTo(attempt);
        if (event == null) {
            assertThat(step.events()).isEmpty();
            assertThat(step.after().tries()).isEqualTo(1);
        } else {
            assertThat(step.events()).extracting(told -> told.type().name()).containsExactly(event);
        }
    }

    @Test
    void attemptsAtTakingMoneyEndButAttemptsAtReturningItDoNot() {
        Refused again = new Refused(Refusal.WORTH_ANOTHER_ATTEMPT, "busy");
        Payment capturing = payment(Wanted.CAPTURED, PaymentState.AUTHORISED, Operation.CAPTURE);
        Payment voiding = payment(Wanted.RETURNED, PaymentState.AUTHORISED, Operation.VOID);
        for (int attempt = 1; attempt < Answered.MOST_ATTEMPTS; attempt++) {
            capturing = PaymentMachine.begin(
                    PaymentMachine.answer(capturing, again, NOW).after(), Operation.CAPTURE);
        }
        for (int attempt = 1; attempt < 10 * Answered.MOST_ATTEMPTS; attempt++) {
            voiding = PaymentMachine.begin(
                    PaymentMachine.answer(voiding, again, NOW).after(), Operation.VOID);
        }

        assertThat(PaymentMachine.answer(capturing, again, NOW).after().state()).isEqualTo(PaymentState.CAPTURE_FAILED);
        assertThat(PaymentMachine.answer(voiding, again, NOW).after().state()).isEqualTo(PaymentState.AUTHORISED);
    }

    @Test
    void theTokenIsErasedByTheFirstDefiniteAnswer() {
        Payment authorising = payment(Wanted.AUTHORISED, PaymentState.NEW, Operation.AUTHORISE);

        assertThat(PaymentMachine.answer(authorising, new Succeeded(), NOW)
                        .after()
                        .token())
                .isNull();
        assertThat(PaymentMachine.answer(authorising, new Refused(Refusal.FINAL, "no"), NOW)
                        .after()
                        .token())
                .isNull();
        assertThat(PaymentMachine.answer(authorising, new Refused(Refusal.WORTH_ANOTHER_ATTEMPT, "no"), NOW)
                        .after()
                        .token())
                .isNull();
        assertThat(authorising.toString()).doesNotContain("tok_ok");
        assertThat(PaymentMachine.next(authorising).toString()).doesNotContain("tok_ok");
    }

    @Test
    void anAnswerToNothingIsADefect() {
        Payment resting = payment(Wanted.AUTHORISED, PaymentState.AUTHORISED, null);
        assertThatThrownBy(() -> PaymentMachine.answer(resting, new Succeeded(), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysAreReadAsTheyWereWritten() {
        CallKey key = new CallKey(ID, Operation.CAPTURE, 7);

        assertThat(CallKey.parse(key.text())).isEqualTo(key);
        assertThatThrownBy(() -> CallKey.parse("capture.x." + ID)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CallKey.parse("hello")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theEventsSayWhatWasPaid() {
        Step captured = answer(PaymentState.AUTHORISED, Operation.CAPTURE, new Succeeded());

        assertThat(captured.events().getFirst().data()).isEqualTo(new PaymentEvents.PaymentCaptured(ORDER, TOTAL));
        assertThat(captured.after().sums()).isEqualTo(new Sums(500, 500, 0, 0));
    }
}
