package dev.souk.payment;

import dev.souk.bus.Bus;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.ReviewPayments;
import dev.souk.payment.message.PaymentEndpoints.Reviewed;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Brings payments in line with their orders on request: what an order's state wants is wanted of its payment, as if its
 * events had just come, and whatever there is to do is due now.
 */
final class ReviewVerticle extends VerticleBase {
    private final Bus bus;
    private final TransactionRunner transactions;
    private final Handover<Payment> work;
    private final PaymentRepository payments = new PaymentRepository();

    ReviewVerticle(Bus bus, TransactionRunner transactions, Handover<Payment> work) {
        this.bus = bus;
        this.transactions = transactions;
        this.work = work;
    }

    @Override
    public Future<?> start() {
        return bus.serve(PaymentEndpoints.REVIEW, this::review);
    }

    private Future<Reviewed> review(ReviewPayments question) {
        return bus.askAgain(OrderEndpoints.STATUSES, new OrderIds(question.orderIds()))
                .compose(answer -> {
                    List<Wish> wishes = Wish.folded(answer.statuses().entrySet().stream()
                            .map(order -> Wish.of(order.getKey(), order.getValue()))
                            .flatMap(Optional::stream)
                            .toList());
                    return transactions.run(
                            "payment-review",
                            tx -> payments.raise(tx, wishes, Collections.nCopies(wishes.size(), Duration.ZERO))
                                    .compose(raised -> payments.makeDue(tx, question.orderIds())));
                })
                .onSuccess(due -> work.wake())
                .map(Reviewed::new);
    }
}
