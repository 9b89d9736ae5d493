package dev.souk.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;

/**
 * Invariant 4: one order per claimed idempotency key, of the principal who claimed it, and one key per order; a claimed
 * receipt exists. Claim and effect are one transaction.
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
    public Future<Finding> look(SqlClient snapshot) {
        return claims.unkept(snapshot);
    }
}
