package dev.souk.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.payment.message.CardTokens;
import dev.souk.payment.sandbox.Ledger.Seen;
import dev.souk.payment.sandbox.LedgerCall.Kind;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {
    private static final UUID PAYMENT = new UUID(1, 1);

    private static LedgerCall call(Kind kind, long amount, String token) {
        return new LedgerCall(kind + ".0", PAYMENT, kind, amount, kind == Kind.VOID ? "" : "GBP", token);
    }

    private static Account account(SandboxToken token, long authorised, long captured, long refunded) {
        return new Account(PAYMENT, "GBP", token, authorised, captured, refunded, false);
    }

    private static String answer(@Nullable Account account, LedgerCall call) {
        Entry entry = Ledger.decide(account, null, call);
        return entry.status() + entry.code();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            tok_ok,                 200
            tok_slow,               200
            tok_timeout,            200
            tok_webhook_first,      200
            tok_webhook_twice,      200
            tok_capture_fails,      200
            tok_declined,           402card_declined
            tok_insufficient_funds, 402insufficient_funds
            tok_unheard_of,         422token_unknown
            tok_error_once,         500
            """)
    void theTokenDecidesTheAuthorisation(String token, String answer) {
        assertThat(answer(null, call(Kind.AUTHORISE, 100, token))).isEqualTo(answer);
    }

    @Test
    void whatARealProviderRefusesIsRefused() {
        Account held = account(SandboxToken.OK, 100, 0, 0);
        Account taken = account(SandboxToken.OK, 100, 100, 40);

        assertThat(answer(null, call(Kind.CAPTURE, 100, ""))).isEqualTo("409authorisation_missing");
        assertThat(answer(held, call(Kind.CAPTURE, 101, ""))).isEqualTo("409amount_too_large");
        assertThat(answer(taken, call(Kind.CAPTURE, 100, ""))).isEqualTo("409authorisation_captured");
        assertThat(answer(held.letGo(), call(Kind.CAPTURE, 100, ""))).isEqualTo("409authorisation_voided");
        assertThat(answer(held.letGo(), call(Kind.AUTHORISE, 100, "tok_ok"))).isEqualTo("409authorisation_voided");
        assertThat(answer(held.letGo(), call(Kind.VOID, 0, ""))).isEqualTo("409authorisation_voided");
        assertThat(answer(taken, call(Kind.VOID, 0, ""))).isEqualTo("409authorisation_captured");
        assertThat(answer(taken, call(Kind.REFUND, 61, ""))).isEqualTo("409refund_exceeds_capture");
        assertThat(answer(taken, call(Kind.REFUND, 0, ""))).isEqualTo("422amount_invalid");
        assertThat(answer(account(SandboxToken.CAPTURE_FAILS, 100, 0, 0), call(Kind.CAPTURE, 100, "")))
                .isEqualTo("402capture_failed");
        assertThat(Ledger.decide(held, null, new LedgerCall("k", PAYMENT, Kind.CAPTURE, 1, "EUR", ""))
                        .code())
                .isEqualTo("currency_mismatch");
    }

    /** A shop that does not keep to its keys is not protected from itself: its mistakes show in the books. */
    @Test
    void anotherKeyIsAnotherAuthorisation() {
        Account held = account(SandboxToken.OK, 100, 0, 0);
        Entry again = Ledger.decide(held, null, call(Kind.AUTHORISE, 100, "tok_ok"));

        assertThat(again.account()).isEqualTo(account(SandboxToken.OK, 200, 0, 0));
    }

    @Test
    void aKeyIsAnsweredAsItWasAndMeansOneCall() {
        LedgerCall call = call(Kind.CAPTURE, 100, "");
        Account taken = account(SandboxToken.OK, 100, 100, 0);

        Entry repeated = Ledger.decide(taken, new Seen(call, 200, ""), call);
        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.first()).isFalse();
        assertThat(repeated.account()).isEqualTo(taken);

        Entry other = Ledger.decide(taken, new Seen(call, 200, ""), call(Kind.CAPTURE, 50, ""));
        assertThat(other.status() + other.code()).isEqualTo("422idempotency_key_reused");
    }

    @Test
    void anErrorOnceActsOnTheSecondCall() {
        LedgerCall call = call(Kind.AUTHORISE, 100, "tok_error_once");
        Entry first = Ledger.decide(null, null, call);
        assertThat(first.decided()).isFalse();
        assertThat(first.account()).isNull();

        Entry second = Ledger.decide(null, new Seen(call, 0, ""), call);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.account()).isEqualTo(account(SandboxToken.ERROR_ONCE, 100, 0, 0));
    }

    @Test
    void ordersAreAcceptedWithExactlyTheTokensThatTheSandboxKnows() {
        assertThat(Arrays.stream(SandboxToken.values()).map(SandboxToken::text))
                .containsExactlyInAnyOrderElementsOf(CardTokens.SANDBOX);
        assertThat(SandboxToken.of("OK")).isEmpty();
    }
}
