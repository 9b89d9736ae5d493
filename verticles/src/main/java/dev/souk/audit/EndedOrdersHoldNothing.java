package dev.souk.audit;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * Invariant 3: an order that was rejected, not paid, cancelled or expired holds no stock (no reservation of it is HELD or
 * COMMITTED) and no money: nothing is authorised any more, all that was captured is refunded, and its payment knows that
 * it is over, so that nothing is taken later. Releases and returns follow the end of the order by message.
 */
final class EndedOrdersHoldNothing implements SettlingCheck {
    private final FulfilmentAuditRepository fulfilment;

    EndedOrdersHoldNothing(FulfilmentAuditRepository fulfilment) {
        this.fulfilment = fulfilment;
    }

    @Override
    public String name() {
        return "ended-orders-hold-nothing";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return fulfilment.holding(snapshots.shop());
    }

    @Override
    public Future<Finding> lookAgain(Snapshots snapshots, Collection<String> ids) {
        return fulfilment.holding(snapshots.shop(), ids);
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.REVIEW_STOCK, Remedy.REVIEW_PAYMENT);
    }
}
