package dev.souk.messaging.outbox;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.messaging.CrashPoint;
import dev.souk.messaging.consumer.Received;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.messaging.kafka.KafkaClients;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings committed events to Kafka and deletes their pending row once Kafka has them durably. An event that does not
 * arrive (Kafka away, queue full, node killed) stays pending: the relay's work.
 *
 * <pre>
 *  commit ──> publish ──worker──> producer ──acks=all──> delete the pending rows (group commit)
 * </pre>
 *
 * <p>Safe to use from every context. The producer's blocking calls run on one worker of its own, in order; marks are
 * written from the context that made this.
 */
public final class EventPublisher {
    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);
    /** No caller waits for a mark, so a mark waits for others to share its statement. */
    private static final BatcherOptions MARKS = new BatcherOptions(2_000, Duration.ofMillis(200), 1_000_000, 1, false);

    private static final byte[] CONTENT_TYPE = EventEnvelope.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8);
    /** A send that took this long waited for Kafka, and those behind it would too, each as long again. */
    private static final long CLOGGED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Duration CLOSE = Duration.ofSeconds(4);
    private static final long MARKED_WITHIN_MILLIS = 3_000;

    private final Vertx vertx;
    private final Context context;
    private final WorkerExecutor worker;
    private final Producer<String, byte[]> kafka;
    private final TransactionRunner transactions;
    private final OutboxRepository outbox;
    private final Batcher<Published, Boolean> marks;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final int queue;
    private final Counter published;
    private final Counter left;
    private volatile long cloggedUntilNanos = System.nanoTime();
    private volatile boolean closing;

    public EventPublisher(
            Vertx vertx,
            Settings settings,
            TransactionRunner transactions,
            OutboxRepository outbox,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.transactions = transactions;
        this.outbox = outbox;
        this.worker = vertx.createSharedWorkerExecutor("souk-publisher", 1);
        KafkaWriteStream<String, byte[]> stream =
                KafkaWriteStream.create(vertx, KafkaClients.publisher(settings.kafka()));
        this.kafka = stream.unwrap();
        this.queue = settings.messaging().publishQueue();
        this.published = metrics.counter("souk.events.published");
        this.left = metrics.counter("souk.events.left.to.relay");
        Gauge.builder("souk.events.publishing", underWay, Set::size).register(metrics);
        this.marks = new Batcher<>(
                vertx,
                metrics,
                "outbox-marks",
                MARKS,
                published -> 1,
                published -> published,
                failure -> false,
                published -> marked(published).map(Collections.nCopies(published.size(), true)));
    }

    /**
     * Never fails: an event that does not arrive, or finds no room any more, is counted and left to the relay. Events
     * that are under way already are not sent a second time.
     *
     * @return how many Kafka has and are no longer pending, when Kafka answered for all of them, well or not; on the
     *     caller's context
     */
    public Future<Integer> publish(OutboxBatch batch) {
        List<OutboxRow> fresh = admitted(batch.rows());
        if (fresh.isEmpty()) {
            return Future.succeededFuture(0);
        }
        Context caller = vertx.getOrCreateContext();
        Promise<Integer> done = Promise.promise();
        boolean whole = fresh.size() == batch.rows().size();
        Publication publication = new Publication(
                fresh.size(),
                published -> context.runOnContext(next -> mark(
                                batch.pending(), published, whole && published.size() == fresh.size())
                        .onComplete(marked -> {
                            fresh.forEach(row -> underWay.remove(row.id()));
                            caller.runOnContext(last -> done.complete(marked.succeeded() ? published.size() : 0));
                        })));
        worker.executeBlocking(() -> sendAll(fresh, publication))
                .onFailure(failure -> fresh.forEach(row -> notPublished(row, failure, publication)));
        return done.future();
    }

    /** Rows that name nothing any more go in one round trip; a row of which Kafka has a part takes three. */
    private Future<Void> marked(List<Published> marks) {
        return marks.stream().allMatch(Published::all)
                ? transactions.guardedOnce("outbox-mark", client -> outbox.published(client, marks))
                : transactions.guarded("outbox-mark", tx -> outbox.published(tx, marks));
    }

    /** On the context that made this. */
    private Future<?> mark(@Nullable UUID pending, List<UUID> events, boolean all) {
        if (events.isEmpty()) {
            return Future.succeededFuture(true);
        }
        CrashPoint.reach("outbox.before-mark");
        Future<?> marked = pending == null
                ? transactions.guarded("outbox-mark", tx -> outbox.publishedAgain(tx, events))
                : marks.submit(new Published(pending, events, all));
        return marked.onSuccess(done -> published.increment(events.size()))
                .onFailure(failure -> log.warn(
                        "published events are still pending, they will be published again: {}", failure.getMessage()));
    }

    /** As many as there is room for: a backlog that is longer than the queue gets through it bit by bit. */
    private List<OutboxRow> admitted(List<OutboxRow> rows) {
        List<OutboxRow> fresh = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            if (closing || underWay.size() >= queue) {
                left.increment();
            } else if (underWay.add(row.id())) {
                fresh.add(row);
            }
        }
        return fresh;
    }

    private boolean sendAll(List<OutboxRow> rows, Publication publication) {
        for (OutboxRow row : rows) {
            if (System.nanoTime() - cloggedUntilNanos < 0) {
                notPublished(row, new IllegalStateException("Kafka takes nothing at the moment"), publication);
            } else {
                send(row, publication);
            }
        }
        return true;
    }

    private void send(OutboxRow row, Publication publication) {
        long began = System.nanoTime();
        try {
            kafka.send(record(row), (metadata, failure) -> answered(row, failure, publication));
        } catch (RuntimeException failure) {
            notPublished(row, failure, publication);
        }
        if (System.nanoTime() - began > CLOGGED_NANOS) {
            cloggedUntilNanos = System.nanoTime() + CLOGGED_NANOS;
        }
    }

    private static ProducerRecord<String, byte[]> record(OutboxRow row) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(row.topic(), row.key(), row.payload().getBytes(StandardCharsets.UTF_8));
        record.headers().add("content-type", CONTENT_TYPE);
        record.headers().add(Received.TYPE, row.type().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /** On the producer's own thread. */
    private void answered(OutboxRow row, @Nullable Exception failure, Publication publication) {
        if (failure == null) {
            publication.answer(row.id(), true);
        } else {
            notPublished(row, failure, publication);
        }
    }

    private void notPublished(OutboxRow row, Throwable failure, Publication publication) {
        left.increment();
        if (publication.isFirstFailure()) {
            log.warn("events were not published yet, the relay will: {}", String.valueOf(failure));
        }
        publication.answer(row.id(), false);
    }

    /** Waits, within bounds, for what is under way. Nothing is published after this. */
    public Future<Void> close() {
        closing = true;
        return worker.<Void>executeBlocking(() -> {
                    kafka.close(CLOSE);
                    return null;
                })
                .eventually(() -> allMarked(System.nanoTime()))
                .eventually(worker::close);
    }

    private Future<Void> allMarked(long began) {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        return underWay.isEmpty() || waited > MARKED_WITHIN_MILLIS
                ? Future.succeededFuture()
                : vertx.timer(20).compose(later -> allMarked(began));
    }
}
