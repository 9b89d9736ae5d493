package dev.souk.messaging;

import dev.souk.sql.SqlState;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Makes the effect of a batch of messages single: inbox rows, the handler's writes and the outbox rows commit together.
 *
 * <pre>
 *  decode ──bad──────────────────────────────┐
 *    │ good                                  ├──> dead letters, with the reason
 *  one transaction ──cannot be decided: split, until one message fails alone
 *    │ transient failure: the same transaction again, for ever
 *  publish, afterCommit
 * </pre>
 */
final class BatchProcessor {
    private final String consumer;
    private final Facts facts;
    private final InboxRepository inbox;
    private final DeadLetters deadLetters;
    private final EventHandler handler;
    private final Counter handled;
    private final Counter suppressed;
    private final Counter dead;

    BatchProcessor(
            String consumer,
            Facts facts,
            InboxRepository inbox,
            DeadLetters deadLetters,
            EventHandler handler,
            MeterRegistry metrics) {
        this.consumer = consumer;
        this.facts = facts;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.handler = handler;
        this.handled = metrics.counter("souk.consumer.handled", "consumer", consumer);
        this.suppressed = metrics.counter("souk.consumer.suppressed", "consumer", consumer);
        this.dead = metrics.counter("souk.consumer.dead", "consumer", consumer);
    }

    /** @return succeeded when every message took effect once, or lies in the dead letters */
    Future<Void> process(List<Received> batch) {
        List<Received> good = new ArrayList<>(batch.size());
        Future<Void> bad = Future.succeededFuture();
        for (Received received : batch) {
            EventEnvelope event = received.event();
            IllegalArgumentException defect = received.defect();
            if (defect != null) {
                bad = bad.compose(done -> bury(received, defect));
            } else if (event != null && handler.concerns(event)) {
                good.add(received);
            }
        }
        return bad.compose(done -> good.isEmpty() ? Future.succeededFuture() : decide(good));
    }

    private Future<Void> decide(List<Received> batch) {
        return facts.commit(consumer, TransactionRunner.FOREVER, tx -> inTransaction(tx, batch))
                .transform(result -> {
                    if (result.succeeded()) {
                        result.result().run();
                        return Future.succeededFuture();
                    }
                    return split(batch, result.cause());
                });
    }

    private Future<Void> split(List<Received> batch, Throwable reason) {
        if (SqlState.of(reason).isTransient()) {
            return Future.failedFuture(reason);
        }
        if (batch.size() == 1) {
            return bury(batch.getFirst(), reason);
        }
        int half = batch.size() / 2;
        return decide(batch.subList(0, half)).compose(done -> decide(batch.subList(half, batch.size())));
    }

    private Future<Void> bury(Received received, Throwable reason) {
        return deadLetters.write(consumer, received, reason).onSuccess(written -> dead.increment());
    }

    private Future<Decided<Runnable>> inTransaction(SqlConnection tx, List<Received> batch) {
        Map<UUID, EventEnvelope> distinct = new LinkedHashMap<>();
        for (Received received : batch) {
            EventEnvelope event = received.event();
            if (event != null) {
                distinct.putIfAbsent(event.id(), event);
            }
        }
        return inbox.claim(tx, consumer, distinct.keySet())
                .compose(fresh -> handle(tx, distinct, fresh).map(effects -> {
                    Runnable counted = () -> {
                        handled.increment(fresh.size());
                        suppressed.increment(batch.size() - fresh.size());
                        effects.afterCommit().run();
                    };
                    return new Decided<>(counted, effects.events());
                }));
    }

    private Future<Effects> handle(SqlConnection tx, Map<UUID, EventEnvelope> distinct, Set<UUID> fresh) {
        List<EventEnvelope> events = distinct.values().stream()
                .filter(event -> fresh.contains(event.id()))
                .toList();
        if (events.isEmpty()) {
            return Future.succeededFuture(Effects.NONE);
        }
        try {
            return handler.handle(tx, events);
        } catch (RuntimeException undecidable) {
            return Future.failedFuture(undecidable);
        }
    }
}
