package dev.souk.payment.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * The ledger's entry for a call: how it was answered.
 *
 * @param status HTTP status of the answer
 * @param code of a refusal, else empty
 * @param first the call of that key had not been seen before
 * @param decided the answer is for good; false: 500, the next call of the key is decided
 * @param account after the call; absent when there is none
 */
record Entry(
        LedgerCall call,
        int status,
        String code,
        boolean first,
        boolean decided,
        @Nullable Account account) {

    static final int DONE = 200;
    static final int REFUSED = 402;
    static final int CONFLICT = 409;
    static final int INVALID = 422;
    static final int FAULT = 500;
}
