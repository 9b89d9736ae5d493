package dev.souk.payment.sandbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sandbox's decisions, as pure functions. */
final class Ledger {
    private Ledger() {}

    /**
     * A key that was seen before.
     *
     * @param status of its answer; 0 when it is not decided
     */
    record Seen(LedgerCall call, int status, String code) {}

    /**
     * @param account of the call's payment, when there is one
     * @param seen the call's key, when it was seen before
     */
    static Entry decide(@Nullable Account account, @Nullable Seen seen, LedgerCall call) {
        if (seen == null) {
            return token(account, call) == SandboxToken.ERROR_ONCE
                    ? new Entry(call, Entry.FAULT, "", true, false, account)
                    : act(account, call, true);
        }
        if (!seen.call().equals(call)) {
            return new Entry(seen.call(), Entry.INVALID, "idempotency_key_reused", false, true, account);
        }
        return seen.status() == 0
                ? act(account, call, false)
                : new Entry(call, seen.status(), seen.code(), false, true, account);
    }

    private static @Nullable SandboxToken token(@Nullable Account account, LedgerCall call) {
        return account == null ? SandboxToken.of(call.token()).orElse(null) : account.token();
    }

    private static Entry act(@Nullable Account account, LedgerCall call, boolean first) {
        Deed deed = new Deed(account, call, first);
        if (call.kind() == LedgerCall.Kind.AUTHORISE) {
            return authorise(deed, account, call);
        }
        if (account == null) {
            return deed.refused(Entry.CONFLICT, "authorisation_missing");
        }
        boolean otherCurrency =
                call.kind() != LedgerCall.Kind.VOID && !call.currency().equals(account.currency());
        if (otherCurrency) {
            return deed.refused(Entry.INVALID, "currency_mismatch");
        }
        return switch (call.kind()) {
            case CAPTURE -> capture(deed, account, call);
            case VOID -> letGo(deed, account);
            case REFUND -> refund(deed, account, call);
            case AUTHORISE -> throw new IllegalStateException("decided above");
        };
    }

    private static Entry authorise(Deed deed, @Nullable Account account, LedgerCall call) {
        Optional<SandboxToken> token = SandboxToken.of(call.token());
        if (token.isEmpty()) {
            return deed.refused(Entry.INVALID, "token_unknown");
        }
        if (call.amount() < 0 || call.currency().isEmpty()) {
            return deed.refused(Entry.INVALID, "amount_invalid");
        }
        Account held =
                account == null ? new Account(call.payment(), call.currency(), token.get(), 0, 0, 0, false) : account;
        return switch (token.get()) {
            case DECLINED -> deed.refused(Entry.REFUSED, "card_declined");
            case INSUFFICIENT_FUNDS -> deed.refused(Entry.REFUSED, "insufficient_funds");
            case OK, SLOW, TIMEOUT, ERROR_ONCE, WEBHOOK_FIRST, WEBHOOK_TWICE, CAPTURE_FAILS ->
                held.voided()
                        ? deed.refused(Entry.CONFLICT, "authorisation_voided")
                        : deed.done(held.withAuthorised(call.amount()));
        };
    }

    private static Entry capture(Deed deed, Account account, LedgerCall call) {
        if (account.voided()) {
            return deed.refused(Entry.CONFLICT, "authorisation_voided");
        }
        if (account.token() == SandboxToken.CAPTURE_FAILS) {
            return deed.refused(Entry.REFUSED, "capture_failed");
        }
        if (call.amount() < 0) {
            return deed.refused(Entry.INVALID, "amount_invalid");
        }
        if (call.amount() > account.authorised() - account.captured()) {
            return deed.refused(Entry.CONFLICT, account.captured() > 0 ? "authorisation_captured" : "amount_too_large");
        }
        return deed.done(account.withCaptured(call.amount()));
    }

    private static Entry letGo(Deed deed, Account account) {
        if (account.voided()) {
            return deed.refused(Entry.CONFLICT, "authorisation_voided");
        }
        return account.captured() > 0
                ? deed.refused(Entry.CONFLICT, "authorisation_captured")
                : deed.done(account.letGo());
    }

    private static Entry refund(Deed deed, Account account, LedgerCall call) {
        if (call.amount() <= 0) {
            return deed.refused(Entry.INVALID, "amount_invalid");
        }
        return call.amount() > account.captured() - account.refunded()
                ? deed.refused(Entry.CONFLICT, "refund_exceeds_capture")
                : deed.done(account.withRefunded(call.amount()));
    }

    private record Deed(@Nullable Account account, LedgerCall call, boolean first) {
        Entry done(Account after) {
            return new Entry(call, Entry.DONE, "", first, true, after);
        }

        Entry refused(int status, String code) {
            return new Entry(call, status, code, first, true, account);
        }
    }
}
