package dev.souk.payment.work;

import dev.souk.messaging.CrashPoint;
import dev.souk.payment.domain.Backoff;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.ProviderAnswer.Unknown;
import dev.souk.payment.domain.Refund;
import dev.souk.payment.domain.RefundMachine;
import dev.souk.payment.provider.PaymentProvider;
import dev.souk.payment.store.RefundRepository;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Works on one refund: calls the provider, under the same key until the answer is definite. For one context. */
public final class RefundDesk {
    private final PaymentProvider provider;
    private final RefundSettlement settlement;
    private final TransactionRunner transactions;
    private final RefundRepository refunds;
    private final DoubleSupplier chance;

    public RefundDesk(
            PaymentProvider provider,
            RefundSettlement settlement,
            TransactionRunner transactions,
            RefundRepository refunds,
            DoubleSupplier chance) {
        this.provider = provider;
        this.settlement = settlement;
        this.transactions = transactions;
        this.refunds = refunds;
        this.chance = chance;
    }

    /** @param refund claimed for this node */
    public Future<Void> work(Refund refund) {
        CrashPoint.reach("refund.before-call");
        return provider.call(RefundMachine.call(refund))
                .onSuccess(answer -> CrashPoint.reach("refund.after-call"))
                .compose(answer -> switch (answer) {
                    case Definite definite ->
                        settlement
                                .settle(List.of(new RefundSettlement.Answered(refund.id(), refund.attempt(), definite)))
                                .mapEmpty();
                    case Unknown unknown -> putOff(refund);
                });
    }

    private Future<Void> putOff(Refund refund) {
        int tries = refund.tries() + 1;
        Duration delay = Backoff.after(tries, chance.getAsDouble());
        return transactions.run("refund-postpone", tx -> refunds.postpone(tx, refund, tries, delay));
    }
}
