package dev.souk.audit.invariant;

import dev.souk.audit.store.Finding;
import dev.souk.audit.store.LedgerAuditRepository;
import dev.souk.audit.store.Snapshots;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Compares the payments of the shop with the accounts of the provider's ledger, a page of both at a time. */
final class LedgerCheck {
    private static final int PAGE = 5_000;

    private final LedgerAuditRepository ledgers;

    LedgerCheck(LedgerAuditRepository ledgers) {
        this.ledgers = ledgers;
    }

    /** Compares everything. */
    Future<Finding> look(Snapshots snapshots) {
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

    /** Compares the accounts of these orders alone. */
    Future<Finding> lookAgain(Snapshots snapshots, Collection<String> ids) {
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

    private static SqlClient ledger(Snapshots snapshots) {
        return Objects.requireNonNull(snapshots.ledger(), "this check is only for shops whose provider is the sandbox");
    }
}
