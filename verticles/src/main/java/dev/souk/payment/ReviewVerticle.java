package dev.souk.payment;

import dev.souk.bus.Bus;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.order.message.OrderStatus;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.PaymentReview;
import dev.souk.payment.domain.Wish;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.store.PaymentRepository;
import dev.souk.payment.work.Handover;
import dev.souk.repair.RepairAnswer;
import dev.souk.repair.RepairAnswer.Done;
import dev.souk.repair.RepairQuestion;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Brings payments in line with their orders on request: {@code wanted} of each payment is raised to the order's state,
 * as if the order's events had just come, and the work that remains is due now. A payment without a row is not made:
 * only the order's event says what the order costs.
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

    private Future<RepairAnswer> review(RepairQuestion question) {
        return transactions
                .read("payment-review-orders", client -> payments.named(client, question.uuids()))
                .compose(named -> bus.askAgain(OrderEndpoints.STATUSES, new OrderIds(named)))
                .compose(answer -> transactions.run("payment-review", tx -> review(tx, question, answer.statuses())))
                .onSuccess(reviewed -> work.wake());
    }

    private Future<RepairAnswer> review(SqlClient tx, RepairQuestion question, Map<UUID, OrderStatus> statuses) {
        Set<String> asked = Set.copyOf(question.ids());
        return payments.lock(tx, statuses.keySet()).compose(locked -> {
            List<Done> done = new ArrayList<>();
            List<PaymentReview> reviews = new ArrayList<>();
            for (Payment payment : locked) {
                PaymentReview.of(payment, statuses.get(payment.orderId())).ifPresent(review -> {
                    reviews.add(review);
                    List<String> names = Stream.of(payment.orderId(), payment.id())
                            .map(UUID::toString)
                            .filter(asked::contains)
                            .toList();
                    // The timeline tells of a review once, also where the payment was asked for by both of its names.
                    names.forEach(name -> done.add(
                            new Done(name, review.words(), name.equals(names.getFirst()) ? payment.orderId() : null)));
                });
            }
            return (question.dryRun() ? Future.<Void>succeededFuture() : apply(tx, reviews))
                    .map(applied -> RepairAnswer.of(done));
        });
    }

    private Future<Void> apply(SqlClient tx, List<PaymentReview> reviews) {
        List<Wish> wishes = reviews.stream()
                .filter(PaymentReview::raised)
                .map(review ->
                        new Wish(review.payment().orderId(), review.payment().wanted(), null, null))
                .toList();
        return payments.raise(tx, Wish.folded(wishes), Collections.nCopies(wishes.size(), Duration.ZERO))
                .compose(raised -> payments.makeDue(
                        tx,
                        reviews.stream()
                                .map(review -> review.payment().orderId())
                                .toList()))
                .mapEmpty();
    }
}
