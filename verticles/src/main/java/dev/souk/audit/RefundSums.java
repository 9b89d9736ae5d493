package dev.souk.audit;

import io.vertx.core.Future;

/**
 * What is set aside and given back of a payment is what its refunds asked for and got, and never more than was captured.
 * The return of a cancelled order's money is the payment's own, and comes on top. Refund and payment change in one
 * transaction.
 */
final class RefundSums implements Check {
    private final LedgerAuditRepository ledgers;

    RefundSums(LedgerAuditRepository ledgers) {
        this.ledgers = ledgers;
    }

    @Override
    public String name() {
        return "refund-sums";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return ledgers.wrongRefunds(snapshots.shop());
    }
}
