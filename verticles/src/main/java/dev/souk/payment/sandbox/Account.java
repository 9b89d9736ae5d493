package dev.souk.payment.sandbox;

import java.util.UUID;

/**
 * A payment in the ledger. Authorising it under two keys holds the money twice, as it would be at a real provider.
 *
 * @param authorised minor units that are or were held, as are the other sums
 */
record Account(
        UUID payment,
        String currency,
        SandboxToken token,
        long authorised,
        long captured,
        long refunded,
        boolean voided) {

    Account withAuthorised(long amount) {
        return new Account(payment, currency, token, Math.addExact(authorised, amount), captured, refunded, voided);
    }

    Account withCaptured(long amount) {
        return new Account(payment, currency, token, authorised, Math.addExact(captured, amount), refunded, voided);
    }

    Account withRefunded(long amount) {
        return new Account(payment, currency, token, authorised, captured, Math.addExact(refunded, amount), voided);
    }

    Account letGo() {
        return new Account(payment, currency, token, authorised, captured, refunded, true);
    }
}
