package dev.souk.payment.work;

import dev.souk.messaging.outbox.Facts;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.PaymentMachine;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.Step;
import dev.souk.payment.store.PaymentRepository;
import dev.souk.payment.store.StepRepository;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/**
 * Answers of the provider that came another way than as the answer of a call: by webhook, or looked up. They go through
 * the same compare-and-set; an answer that is known already, or names no payment of this shop, changes nothing.
 */
public final class Settlement {
    private final Facts facts;
    private final TransactionRunner transactions;
    private final PaymentRepository payments;
    private final RefundSettlement refunds;
    private final InstantSource clock;

    public Settlement(
            Facts facts,
            TransactionRunner transactions,
            PaymentRepository payments,
            RefundSettlement refunds,
            InstantSource clock) {
        this.facts = facts;
        this.transactions = transactions;
        this.payments = payments;
        this.refunds = refunds;
        this.clock = clock;
    }

    /** @return whether it was news */
    public Future<Boolean> settle(CallKey key, Definite answer) {
        return transactions
                .read("payment-find", client -> payments.findById(client, List.of(key.subject())))
                .compose(found -> found.isEmpty() ? refund(key, answer) : payment(found.getFirst(), key, answer));
    }

    private Future<Boolean> payment(Payment payment, CallKey key, Definite answer) {
        if (payment.calling() != key.operation() || payment.attempt() != key.attempt()) {
            return Future.succeededFuture(false);
        }
        Step step = PaymentMachine.answer(payment, answer, clock.instant());
        return StepWriter.recordAll(facts, payments, new StepRepository(), List.of(step))
                .map(now -> now.getFirst().equals(step.after()));
    }

    private Future<Boolean> refund(CallKey key, Definite answer) {
        return key.operation() == Operation.REFUND
                ? refunds.settle(List.of(new RefundSettlement.Answered(key.subject(), key.attempt(), answer)))
                        .map(news -> news > 0)
                : Future.succeededFuture(false);
    }
}
