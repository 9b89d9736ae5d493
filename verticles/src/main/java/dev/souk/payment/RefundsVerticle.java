package dev.souk.payment;

import dev.souk.bus.Bus;
import dev.souk.idempotency.ClaimRepository;
import dev.souk.payment.domain.Refund;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.store.RefundRepository;
import dev.souk.payment.work.Handover;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.UUID;

/** Takes operators' refunds. */
final class RefundsVerticle extends VerticleBase {
    private final Bus bus;
    private final TransactionRunner transactions;
    private final Handover<Refund> work;

    RefundsVerticle(Bus bus, TransactionRunner transactions, Handover<Refund> work) {
        this.bus = bus;
        this.transactions = transactions;
        this.work = work;
    }

    @Override
    public Future<?> start() {
        RefundAcceptance acceptance = new RefundAcceptance(
                bus, transactions, new RefundRepository(), new ClaimRepository(), UUID::randomUUID);
        return bus.serve(
                PaymentEndpoints.REFUND, request -> acceptance.refund(request).onSuccess(outcome -> work.wake()));
    }
}
