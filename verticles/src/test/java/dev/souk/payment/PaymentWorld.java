package dev.souk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.event.NewEvent;
import dev.souk.money.Money;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.NextStep;
import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.Payment.Sums;
import dev.souk.payment.domain.PaymentMachine;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.ProviderCall;
import dev.souk.payment.domain.Refund;
import dev.souk.payment.domain.RefundMachine;
import dev.souk.payment.domain.Step;
import dev.souk.payment.domain.Wanted;
import dev.souk.payment.domain.Wish;
import dev.souk.payment.message.PaymentEndpoints.RefundStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One payment in memory, with the faults that can occur around it: events that come in any order and twice, workers
 * that hold old copies, answers that get lost after the provider acted, workers that die between any two steps,
 * webhooks.
 */
final class PaymentWorld {
    /** More steps than any payment takes to come to rest. */
    private static final int MOST_STEPS = 1_000;

    static final UUID ORDER = new UUID(7, 7);
    static final Money TOTAL = new Money(900, "GBP");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final NaiveProvider provider;
    final List<NewEvent<?>> events = new ArrayList<>();
    final Map<UUID, Refund> refunds = new LinkedHashMap<>();
    private final @Nullable Payment[] workers = new Payment[3];
    private final List<CallKey> sent = new ArrayList<>();

    @Nullable
    Payment row;

    PaymentWorld(NaiveProvider provider) {
        this.provider = provider;
    }

    /** Acts as the upsert of the events verticle does. */
    void raise(Wish wish) {
        Payment now = row;
        if (now == null) {
            row = new Payment(
                    ORDER,
                    new UUID(8, 8),
                    wish.amount(),
                    wish.wanted(),
                    PaymentState.NEW,
                    null,
                    0,
                    0,
                    null,
                    Sums.NONE,
                    0,
                    null);
            return;
        }
        Wanted higher = now.wanted().compareTo(wish.wanted()) >= 0 ? now.wanted() : wish.wanted();
        Money amount = now.amount() == null ? wish.amount() : now.amount();
        row = copy(now, amount, higher, now.state(), now.calling(), now.token(), now.sums(), now.seq());
    }

    /** A worker takes the payment up; it may have an older copy already, and lose it. */
    void take(int worker) {
        workers[worker] = row;
    }

    void die(int worker) {
        workers[worker] = null;
    }

    /** Does one step of a worker on its copy, which may be old by now. */
    void step(int worker, boolean answerIsLost) {
        Payment copy = workers[worker];
        if (copy == null) {
            return;
        }
        switch (PaymentMachine.next(copy)) {
            case NextStep.Rest rest -> workers[worker] = null;
            case NextStep.AwaitToken await -> workers[worker] = copy.withToken("tok_ok");
            case NextStep.Call next -> {
                if (copy.calling() == null) {
                    Payment begun = PaymentMachine.begin(copy, next.call().key().operation());
                    workers[worker] = compareAndSet(copy, begun, true);
                } else {
                    sent.add(next.call().key());
                    Definite answer = provider.call(next.call());
                    workers[worker] = answerIsLost ? null : record(PaymentMachine.answer(copy, answer, NOW));
                }
            }
        }
    }

    /** The provider tells of some call it has decided: late, twice, or before the answer. */
    void webhook(int which) {
        Payment now = row;
        if (sent.isEmpty() || now == null) {
            return;
        }
        CallKey key = sent.get(which % sent.size());
        Definite answer = Objects.requireNonNull(provider.answers.get(key.text()));
        Refund refund = refunds.get(key.subject());
        if (refund != null) {
            settle(refund, key, answer);
        } else if (now.calling() == key.operation() && now.attempt() == key.attempt()) {
            record(PaymentMachine.answer(now, answer, NOW));
        }
    }

    /** Acts as the acceptance of a refund does. */
    void refund(long amount) {
        Payment now = row;
        boolean allowed = now != null
                && now.state() == PaymentState.CAPTURED
                && now.wanted() == Wanted.CAPTURED
                && amount <= now.sums().captured() - now.sums().claimed();
        if (now == null || !allowed) {
            return;
        }
        UUID id = new UUID(9, refunds.size());
        Money money = new Money(amount, TOTAL.currency());
        refunds.put(id, new Refund(id, ORDER, now.id(), money, RefundStatus.PENDING, null, 0, 0));
        Sums sums = now.sums();
        row = copy(
                now,
                now.amount(),
                now.wanted(),
                now.state(),
                now.calling(),
                now.token(),
                new Sums(sums.authorized(), sums.captured(), sums.claimed() + amount, sums.refunded()),
                now.seq());
    }

    /** A worker calls the provider for a refund and writes the result, unless the answer is lost. */
    void workOnRefund(int which, boolean answerIsLost) {
        if (refunds.isEmpty()) {
            return;
        }
        Refund refund = List.copyOf(refunds.values()).get(which % refunds.size());
        if (refund.status() == RefundStatus.PENDING) {
            ProviderCall call = RefundMachine.call(refund);
            sent.add(call.key());
            Definite answer = provider.call(call);
            if (!answerIsLost) {
                settle(refund, call.key(), answer);
            }
        }
    }

    private void settle(Refund refund, CallKey key, Definite answer) {
        if (refund.status() == RefundStatus.PENDING && refund.attempt() == key.attempt()) {
            RefundMachine.Settled settled = RefundMachine.answer(Objects.requireNonNull(row), refund, answer, NOW);
            row = settled.payment();
            refunds.put(refund.id(), settled.refund());
            events.addAll(settled.events());
        }
    }

    private Payment record(Step step) {
        Payment now = Objects.requireNonNull(row);
        boolean won = same(now, step.before(), false);
        Payment after = compareAndSet(step.before(), step.after(), false);
        if (won) {
            events.addAll(step.events());
        }
        return after;
    }

    /** @return the payment as it is now */
    private Payment compareAndSet(Payment before, Payment after, boolean wantedToo) {
        Payment now = Objects.requireNonNull(row);
        if (same(now, before, wantedToo)) {
            now = copy(
                    after,
                    now.amount(),
                    now.wanted(),
                    after.state(),
                    after.calling(),
                    after.token(),
                    after.sums(),
                    after.seq());
            row = now;
        }
        return now;
    }

    private static boolean same(Payment now, Payment before, boolean wantedToo) {
        return now.state() == before.state()
                && now.attempt() == before.attempt()
                && now.calling() == before.calling()
                && now.seq() == before.seq()
                && (!wantedToo || now.wanted() == before.wanted());
    }

    private static Payment copy(
            Payment payment,
            @Nullable Money amount,
            Wanted wanted,
            PaymentState state,
            @Nullable Operation calling,
            @Nullable String token,
            Sums sums,
            long seq) {
        return new Payment(
                payment.orderId(),
                payment.id(),
                amount,
                wanted,
                state,
                calling,
                payment.attempt(),
                payment.tries(),
                token,
                sums,
                seq,
                payment.traceparent());
    }

    /** Works on everything until nothing is left to do. */
    PaymentWorld settle() {
        for (int round = 0; round < 100; round++) {
            for (int refund = 0; refund < refunds.size(); refund++) {
                workOnRefund(refund, false);
            }
            take(0);
            for (int steps = 0; workers[0] != null; steps++) {
                assertThat(steps).as("steps without an end").isLessThan(MOST_STEPS);
                step(0, false);
            }
        }
        return this;
    }

    /** Checks the invariants that hold, whatever happened, once everything is quiet. */
    void check() {
        Payment now = Objects.requireNonNull(row);
        if (!provider.capturesAtOnce() || now.wanted() != Wanted.AUTHORISED) {
            assertThat(provider.sums())
                    .as("captured and refunded at the provider and here")
                    .isEqualTo(List.of(now.sums().captured(), now.sums().refunded()));
        }
        assertThat(provider.authorised).as("held at most once").isIn(0L, TOTAL.amount());
        assertThat(provider.authorised)
                .as("held there as here")
                .isEqualTo(now.sums().authorized());
        assertThat(provider.voided).as("let go there as here").isEqualTo(now.state() == PaymentState.VOIDED);
        assertThat(now.sums().claimed()).isEqualTo(now.sums().refunded());
        assertThat(now.token()).isNull();
        if (now.wanted() == Wanted.RETURNED) {
            assertThat(provider.holds()).as("everything was given back").isZero();
        }
        assertThat(events).extracting(NewEvent::seq).isEqualTo(countedUp(now.seq()));
        assertThat(events).extracting(NewEvent::id).doesNotHaveDuplicates();
    }

    private static List<Long> countedUp(long last) {
        List<Long> seqs = new ArrayList<>();
        for (long seq = 1; seq <= last; seq++) {
            seqs.add(seq);
        }
        return seqs;
    }
}
