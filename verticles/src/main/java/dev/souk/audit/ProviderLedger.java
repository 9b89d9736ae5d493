package dev.souk.audit;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Invariant 6: the provider's ledger and the payments agree, to the minor unit, on what was authorised, captured and
 * refunded, and on what was let go. A payment that was authorised twice shows here; so does money of which nobody here
 * knows. While a call is under way one side is ahead.
 */
final class ProviderLedger implements SettlingCheck {
    private static final int PAGE = 5_000;

    private final LedgerAuditRepository ledgers;

    ProviderLedger(LedgerAuditRepository ledgers) {
        this.ledgers = ledgers;
    }

    @Override
    public String name() {
        return "provider-ledger";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        LedgerComparison comparison = new LedgerComparison(PAGE);
        return compare(snapshots, comparison, LedgerComparison.BEGINNING).map(done -> comparison.finding());
    }

    private Future<Void> compare(Snapshots snapshots, LedgerComparison comparison, UUID after) {
        return Future.all(
                        ledgers.payments(snapshots.shop(), after, PAGE),
                        ledgers.accounts(ledger(snapshots), after, PAGE))
                .compose(pages -> {
                    UUID next = comparison.take(pages.resultAt(0), pages.resultAt(1));
                    return next == null ? Future.succeededFuture() : compare(snapshots, comparison, next);
                });
    }

    /** A page of both sides at a time, however many are suspect. */
    @Override
    public Future<Finding> lookAgain(Snapshots snapshots, Collection<String> ids) {
        LedgerComparison comparison = new LedgerComparison(Integer.MAX_VALUE);
        List<String> all = List.copyOf(ids);
        Future<Void> compared = Future.succeededFuture();
        for (int from = 0; from < all.size(); from += PAGE) {
            List<String> page = all.subList(from, Math.min(all.size(), from + PAGE));
            compared = compared.compose(before -> compare(snapshots, comparison, page));
        }
        return compared.map(done -> comparison.finding());
    }

    private Future<Void> compare(Snapshots snapshots, LedgerComparison comparison, List<String> ids) {
        return Future.all(ledgers.payments(snapshots.shop(), ids), ledgers.accounts(ledger(snapshots), ids))
                .<Void>map(sides -> {
                    comparison.take(sides.resultAt(0), sides.resultAt(1));
                    return null;
                });
    }

    /** A call whose work was lost shows here; whatever else differs is for people. */
    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.REVIEW_PAYMENT);
    }

    private static SqlClient ledger(Snapshots snapshots) {
        return Objects.requireNonNull(snapshots.ledger(), "this check is for shops whose provider is the sandbox");
    }
}
