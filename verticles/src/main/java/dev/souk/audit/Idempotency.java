package dev.souk.audit;

import io.vertx.core.Future;

/**
 * Invariant 4: one order per claimed idempotency key, of the principal who claimed it, and one key per order; a claimed
 * receipt or refund exists. Claim and effect are one transaction.
 */
final class Idempotency implements Check {
    private final ClaimAuditRepository claims;

    Idempotency(ClaimAuditRepository claims) {
        this.claims = claims;
    }

    @Override
    public String name() {
        return "idempotency";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return claims.unkept(snapshots.shop());
    }
}
