package dev.souk.payment.work;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.outbox.Facts;
import dev.souk.payment.domain.NextStep;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.PaymentMachine;
import dev.souk.payment.domain.Step;
import dev.souk.payment.store.PaymentRepository;
import dev.souk.payment.store.StepRepository;
import dev.souk.payment.store.StepRepository.Change;
import dev.souk.sql.SqlState;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes the steps of many payments in few transactions. Every step is a compare-and-set; a caller that loses it gets
 * the payment as it is now and decides anew.
 *
 * <p>Lives on the context it was made on.
 */
public final class StepWriter {
    private static final BatcherOptions BATCHES = new BatcherOptions(500, Duration.ofMillis(2), 20_000, 1);

    private final Facts facts;
    private final TransactionRunner transactions;
    private final PaymentRepository payments;
    private final StepRepository steps;
    private final Batcher<Change, Payment> begins;
    private final Batcher<Answer, Payment> answers;
    private final Batcher<Change, Boolean> postponements;

    /** @param step what a definite answer made of a payment */
    private record Answer(Step step, Change change) {}

    public StepWriter(
            Vertx vertx,
            MeterRegistry metrics,
            Facts facts,
            TransactionRunner transactions,
            PaymentRepository payments,
            StepRepository steps) {
        this.facts = facts;
        this.transactions = transactions;
        this.payments = payments;
        this.steps = steps;
        this.begins = batcher(
                vertx, metrics, "payment-begins", change -> change.before().orderId(), this::beginAll);
        this.answers = batcher(
                vertx, metrics, "payment-answers", answer -> keyOf(answer.step().before()), this::recordAll);
        this.postponements =
                batcher(vertx, metrics, "payment-postponements", change -> keyOf(change.before()), this::postponeAll);
    }

    private static <Q, R> Batcher<Q, R> batcher(
            Vertx vertx,
            MeterRegistry metrics,
            String name,
            Function<Q, Object> key,
            Function<List<Q>, Future<List<R>>> run) {
        return new Batcher<>(
                vertx, metrics, name, BATCHES, one -> 1, key, failure -> SqlState.of(failure) == SqlState.CONTENT, run);
    }

    /** The key of the state that a step is decided on: the same step of the same payment is written once. */
    private static Object keyOf(Payment payment) {
        return List.of(payment.orderId(), payment.seq(), payment.attempt(), String.valueOf(payment.calling()));
    }

    /**
     * Writes down what is about to be sent.
     *
     * @return the payment as it is now: {@code after}, unless another writer was faster
     */
    Future<Payment> begin(Payment before, Payment after, Duration lease) {
        return begins.submit(new Change(before, after, lease));
    }

    /**
     * Writes the effect of an answer on the payment, and its events.
     *
     * @param lease while which this caller will go on with what the payment needs next
     * @return the payment as it is now
     */
    Future<Payment> record(Step step, Duration lease) {
        return answers.submit(answer(step, lease));
    }

    /** As {@link #record(Step, Duration)}, all in one transaction; for contexts that have no writer of their own. */
    static Future<List<Payment>> recordAll(
            Facts facts, PaymentRepository payments, StepRepository steps, List<Step> decided) {
        List<Answer> answers =
                decided.stream().map(step -> answer(step, Duration.ZERO)).toList();
        return commit(facts, payments, steps, answers);
    }

    /** Puts the work on the payment off. */
    Future<Void> postpone(Payment payment, int tries, Duration delay) {
        Payment after = payment.withTries(tries);
        return postponements.submit(new Change(payment, after, delay)).mapEmpty();
    }

    /** There is nothing to do for the payment until more is wanted. */
    Future<Void> rest(Payment payment) {
        return postponements.submit(new Change(payment, payment, null)).mapEmpty();
    }

    private static Answer answer(Step step, Duration lease) {
        Payment after = step.after();
        if (PaymentMachine.next(after) instanceof NextStep.Rest) {
            return new Answer(step, new Change(step.before(), after, null));
        }
        return new Answer(step, new Change(step.before(), after, lease));
    }

    private Future<List<Payment>> beginAll(List<Change> changes) {
        List<Payment> before = changes.stream().map(Change::before).toList();
        return transactions
                .guardedOnce("payment-begin", client -> steps.begin(client, changes))
                .compose(won -> won.size() == changes.size()
                        ? Future.succeededFuture(now(byOrder(won), before))
                        : transactions.readOnce("payment-begin-lost", client -> asNow(client, payments, before, won)));
    }

    private Future<List<Payment>> recordAll(List<Answer> decided) {
        return commit(facts, payments, steps, decided);
    }

    private static Future<List<Payment>> commit(
            Facts facts, PaymentRepository payments, StepRepository steps, List<Answer> decided) {
        List<Change> changes = decided.stream().map(Answer::change).toList();
        List<Payment> before = changes.stream().map(Change::before).toList();
        return facts.commit(
                "payment-record",
                tx -> steps.record(tx, changes)
                        .compose(won ->
                                asNow(tx, payments, before, won).map(now -> new Decided<>(now, events(decided, won)))));
    }

    /** Of equal steps one wins, but then both had the same events, with the same ids. */
    private static List<NewEvent<?>> events(List<Answer> decided, List<Payment> won) {
        Map<UUID, Payment> winners = byOrder(won);
        List<NewEvent<?>> events = new ArrayList<>();
        for (Answer answer : decided) {
            Payment winner = winners.get(answer.step().before().orderId());
            if (winner != null && winner.seq() == answer.step().after().seq()) {
                events.addAll(answer.step().events());
            }
        }
        return events;
    }

    private Future<List<Boolean>> postponeAll(List<Change> changes) {
        return transactions
                .guardedOnce("payment-postpone", tx -> steps.postpone(tx, changes))
                .map(done -> Collections.nCopies(changes.size(), true));
    }

    /** @return for each of {@code before}: the winner of its step, else the payment as it is */
    private static Future<List<Payment>> asNow(
            SqlClient tx, PaymentRepository payments, List<Payment> before, List<Payment> won) {
        Map<UUID, Payment> now = byOrder(won);
        List<UUID> lost = before.stream()
                .map(Payment::orderId)
                .filter(order -> !now.containsKey(order))
                .toList();
        Future<List<Payment>> read = lost.isEmpty() ? Future.succeededFuture(List.of()) : payments.find(tx, lost);
        return read.map(found -> {
            now.putAll(byOrder(found));
            return now(now, before);
        });
    }

    private static List<Payment> now(Map<UUID, Payment> now, List<Payment> before) {
        return before.stream().map(payment -> now(now, payment)).toList();
    }

    private static Payment now(Map<UUID, Payment> now, Payment before) {
        Payment current = now.get(before.orderId());
        if (current == null) {
            throw new IllegalStateException("a payment is gone: " + before);
        }
        return current;
    }

    private static Map<UUID, Payment> byOrder(List<Payment> payments) {
        Map<UUID, Payment> byOrder = new HashMap<>();
        payments.forEach(payment -> byOrder.put(payment.orderId(), payment));
        return byOrder;
    }
}
