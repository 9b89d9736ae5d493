package dev.souk.messaging.consumer;

import dev.souk.messaging.deadletter.DeadLetters;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.outbox.Facts;
import dev.souk.sql.LostRaceException;
import dev.souk.sql.SqlState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the effect of a batch of messages single: inbox rows, the handler's writes and the outbox rows commit together.
 * A handler that bears repetition makes it single by what it writes, and has no inbox rows.
 *
 * <pre>
 *  decode ──bad──────────────────────────────────────┐
 *    │ good                                          ├──> dead letters, with the reason
 *  one transaction ──cannot be decided: split, until one message fails alone, some times over
 *    │ database away: the same transaction again, for ever
 *  publish, afterCommit
 * </pre>
 *
 * <p>Runs on the context of its consumer, a batch at a time.
 */
public final class BatchProcessor {
    private static final Logger log = LoggerFactory.getLogger(BatchProcessor.class);
    /** After this a transaction comes back to say why it does not get through; it is then tried again. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final String consumer;
    private final int attempts;
    private final Facts facts;
    private final InboxRepository inbox = new InboxRepository();
    private final DeadLetters deadLetters;
    private final EventHandler handler;
    private final ConsumerMetrics metrics;
    private volatile boolean stopping;

    /** @param attempts at a message that cannot be decided, before it is buried */
    public BatchProcessor(
            Vertx vertx,
            String consumer,
            int attempts,
            Facts facts,
            DeadLetters deadLetters,
            EventHandler handler,
            ConsumerMetrics metrics) {
        this.vertx = vertx;
        this.consumer = consumer;
        this.attempts = attempts;
        this.facts = facts;
        this.deadLetters = deadLetters;
        this.handler = handler;
        this.metrics = metrics;
    }

    /**
     * @return succeeded when every message took effect once, or lies in the dead letters; fails only after {@link
     *     #stop}, and the batch must then come again
     */
    Future<Void> process(List<Received> batch) {
        return new BatchRun(vertx, this, batch).run();
    }

    /** From any thread: a message that has not got through by its next try is given up. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** A message that is sent back to another consumer counts as repeated here. */
    boolean passesOver(Received message) {
        boolean other = !message.isFor(consumer);
        if (other) {
            metrics.tookEffect(0, 1);
        }
        return other;
    }

    boolean concerns(Received message) {
        EventEnvelope event = message.event();
        return event != null && handler.concerns(event.type()) && handler.concerns(event);
    }

    int attempts() {
        return attempts;
    }

    /** One transaction for all of them. */
    Future<Void> decide(List<Received> messages) {
        Map<UUID, EventEnvelope> distinct = new LinkedHashMap<>();
        for (Received received : messages) {
            EventEnvelope event = received.event();
            if (event != null) {
                distinct.putIfAbsent(event.id(), event);
            }
        }
        return facts.commit(
                        consumer,
                        PATIENCE,
                        tx -> handler.bearsRepetition() ? taken(tx, distinct) : takenOnce(tx, distinct))
                .map(done -> {
                    afterCommit(done, messages.size());
                    return null;
                });
    }

    private record Done(int fresh, Runnable afterCommit) {}

    private void afterCommit(Done done, int messages) {
        metrics.tookEffect(done.fresh(), messages - done.fresh());
        try {
            done.afterCommit().run();
        } catch (RuntimeException e) {
            // The effect is durable: nothing may make these messages come again.
            log.atError().addKeyValue("consumer", consumer).setCause(e).log("a consumer failed after its commit");
        }
    }

    private Future<Decided<Done>> takenOnce(SqlConnection tx, Map<UUID, EventEnvelope> distinct) {
        return inbox.claim(tx, consumer, distinct.keySet())
                .compose(fresh -> handle(
                        tx,
                        distinct.values().stream()
                                .filter(event -> fresh.contains(event.id()))
                                .toList()));
    }

    /**
     * A message that an operator discarded is not taken, though it comes again. Such messages are very rare: so the
     * question travels together with the handler's first, and where the answer names events, the transaction runs again
     * without them.
     */
    private Future<Decided<Done>> taken(SqlConnection tx, Map<UUID, EventEnvelope> distinct) {
        Future<Set<UUID>> discarded = inbox.handled(tx, consumer, distinct.keySet());
        Future<Decided<Done>> decided = handle(tx, List.copyOf(distinct.values()));
        return Future.join(discarded, decided).transform(both -> {
            if (discarded.succeeded() && distinct.keySet().removeAll(discarded.result())) {
                return Future.failedFuture(new LostRaceException("discarded messages came again"));
            }
            return both.failed() ? Future.failedFuture(both.cause()) : decided;
        });
    }

    private Future<Decided<Done>> handle(SqlConnection tx, List<EventEnvelope> events) {
        Future<Effects> effects = events.isEmpty()
                ? Future.succeededFuture(Effects.NONE)
                // An exception that the handler throws becomes a failure: the connection would not come back.
                : Future.<Void>succeededFuture().compose(begun -> handler.handle(tx, events));
        return effects.map(
                done -> new Decided<>(new Done(events.size(), done.afterCommit()), done.events(), done.written()));
    }

    Future<Void> bury(Received message, DeadLetters.Reason reason) {
        return deadLetters.write(consumer, message, reason).onSuccess(written -> metrics.buried());
    }

    void failed(Throwable failure) {
        metrics.retried();
        if (SqlState.of(failure) == SqlState.DEFECT) {
            log.atError()
                    .addKeyValue("consumer", consumer)
                    .setCause(failure)
                    .log("the database refuses a statement; nothing is consumed until that is put right");
        } else {
            log.atWarn()
                    .addKeyValue("consumer", consumer)
                    .log("the batch had no effect yet and is tried until it has: {}", String.valueOf(failure));
        }
    }
}
