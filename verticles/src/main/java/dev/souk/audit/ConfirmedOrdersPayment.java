package dev.souk.audit;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * Invariant 2: an order that is confirmed has one payment, authorised for the order's total; what was captured is nothing
 * or that total (before it is shipped it is the total), and what was refunded is no more than that. Order and payment
 * agree on all three sums, once what the payment states has arrived at the order; and nothing but the capture is wanted
 * of the payment.
 */
final class ConfirmedOrdersPayment implements SettlingCheck {
    private final FulfilmentAuditRepository fulfilment;

    ConfirmedOrdersPayment(FulfilmentAuditRepository fulfilment) {
        this.fulfilment = fulfilment;
    }

    @Override
    public String name() {
        return "confirmed-orders-payment";
    }

    @Override
    public Future<Finding> look(Snapshots snapshots) {
        return fulfilment.withoutPayment(snapshots.shop());
    }

    @Override
    public Future<Finding> lookAgain(Snapshots snapshots, Collection<String> ids) {
        return fulfilment.withoutPayment(snapshots.shop(), ids);
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(Remedy.REVIEW_PAYMENT);
    }
}
