package dev.souk.payment.sandbox;

import java.util.UUID;

/**
 * A call as it came in; the same key must always bring the same call.
 *
 * @param amount minor units; 0 for a void
 * @param currency empty for a void
 * @param token of an authorisation, else empty
 */
record LedgerCall(String key, UUID payment, Kind kind, long amount, String currency, String token) {
    enum Kind {
        AUTHORISE,
        CAPTURE,
        VOID,
        REFUND
    }
}
