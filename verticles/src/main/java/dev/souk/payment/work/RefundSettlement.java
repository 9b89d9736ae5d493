package dev.souk.payment.work;

import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.outbox.Facts;
import dev.souk.payment.domain.Answered;
import dev.souk.payment.domain.Backoff;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.Refund;
import dev.souk.payment.domain.RefundMachine;
import dev.souk.payment.message.PaymentEndpoints.RefundStatus;
import dev.souk.payment.store.RefundRepository;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleSupplier;

/**
 * Writes the provider's answers to refunds: each counts once, whichever way it came. The payments are locked in sorted
 * order, and every answer is decided on what the ones before it left.
 */
public final class RefundSettlement {
    private final Facts facts;
    private final RefundRepository refunds;
    private final InstantSource clock;
    private final DoubleSupplier chance;

    /** @param attempt of the call that was answered */
    public record Answered(UUID refund, int attempt, Definite answer) {}

    public RefundSettlement(Facts facts, RefundRepository refunds, InstantSource clock, DoubleSupplier chance) {
        this.facts = facts;
        this.refunds = refunds;
        this.clock = clock;
        this.chance = chance;
    }

    /** @return how many of the answers were news, and what is no refund's id does not count */
    public Future<Integer> settle(List<Answered> answers) {
        return facts.commit("refund-settle", tx -> decide(tx, answers));
    }

    private Future<Decided<Integer>> decide(SqlConnection tx, List<Answered> answers) {
        List<UUID> ids = answers.stream().map(Answered::refund).distinct().toList();
        return refunds.find(tx, ids).compose(unlocked -> {
            List<UUID> orders =
                    unlocked.stream().map(Refund::orderId).distinct().sorted().toList();
            return refunds.lockPayments(tx, orders)
                    .compose(payments -> refunds.find(tx, ids)
                            .compose(found -> write(tx, new Round(payments, found).decideAll(answers))));
        });
    }

    private Future<Decided<Integer>> write(SqlConnection tx, Round round) {
        if (round.changes.isEmpty()) {
            return Future.succeededFuture(new Decided<>(0, List.of()));
        }
        return refunds.save(tx, List.copyOf(round.changes.values()))
                .compose(saved -> refunds.savePayments(tx, List.copyOf(round.payments.values())))
                .map(new Decided<>(round.changes.size(), round.events));
    }

    private final class Round {
        private final Map<UUID, Payment> payments = new LinkedHashMap<>();
        private final Map<UUID, Refund> open = new HashMap<>();
        private final Map<UUID, RefundRepository.Change> changes = new LinkedHashMap<>();
        private final List<NewEvent<?>> events = new ArrayList<>();

        Round(List<Payment> locked, List<Refund> found) {
            locked.forEach(payment -> payments.put(payment.orderId(), payment));
            found.stream()
                    .filter(refund -> refund.status() == RefundStatus.PENDING)
                    .forEach(refund -> open.put(refund.id(), refund));
        }

        Round decideAll(List<Answered> answers) {
            answers.forEach(this::decide);
            return this;
        }

        private void decide(Answered answered) {
            Refund refund = open.get(answered.refund());
            Payment payment = refund == null ? null : payments.get(refund.orderId());
            if (refund == null || payment == null || refund.attempt() != answered.attempt()) {
                return;
            }
            RefundMachine.Settled settled = RefundMachine.answer(payment, refund, answered.answer(), clock.instant());
            open.remove(refund.id());
            payments.put(payment.orderId(), settled.payment());
            int tries = Math.max(1, settled.refund().tries());
            changes.put(
                    refund.id(),
                    new RefundRepository.Change(settled.refund(), Backoff.after(tries, chance.getAsDouble())));
            events.addAll(settled.events());
        }
    }
}
