package dev.souk.messaging;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
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
 * Brings committed events to Kafka and marks them published once Kafka has them durably. What does not arrive (Kafka
 * away, queue full, node killed) stays unmarked in the outbox: the relay's work.
 *
 * <pre>
 *  commit ──> publish ──worker──> producer ──acks=all──> mark published (group commit)
 * </pre>
 *
 * <p>Safe to use from every context. The producer's blocking calls run on one worker of its own, in order; marks are
 * written from the context that made this.
 */
public final class EventPublisher {
    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);
    /** Nobody waits for a mark, so it waits for company. */
    private static final BatcherOptions MARKS = new BatcherOptions(2_000, Duration.ofMillis(20), 1_000_000, 1, false);

    private static final byte[] CONTENT_TYPE = EventEnvelope.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8);
    /** A send that took this long waited for Kafka, and those behind it would too, each as long again. */
    private static final long CLOGGED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Duration CLOSE = Duration.ofSeconds(4);
    private static final long MARKED_WITHIN_MILLIS = 3_000;

    private final Vertx vertx;
    private final Context context;
    private final WorkerExecutor worker;
    private final Producer<String, byte[]> kafka;
    private final Batcher<UUID, Boolean> marks;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final int queue;
    private final Counter published;
    private final Counter left;
    private volatile long cloggedUntilNanos = System.nanoTime();
    private volatile boolean closing;

    EventPublisher(
            Vertx vertx,
            Settings settings,
            TransactionRunner transactions,
            OutboxRepository outbox,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
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
                id -> 1,
                id -> id,
                failure -> false,
                ids -> transactions
                        .guarded("outbox-mark", tx -> outbox.markPublished(tx, ids))
                        .map(Collections.nCopies(ids.size(), true)));
    }

    /**
     * Never fails: what does not arrive, or finds no room any more, is counted and left to the relay. Events that are under way already are not sent
     * a second time.
     *
     * @return how many Kafka has and the outbox knows of, when Kafka answered for all of them, well or not; on the
     *     caller's context
     */
    Future<Integer> publish(List<OutboxRow> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture(0);
        }
        List<OutboxRow> fresh = admitted(rows);
        if (fresh.isEmpty()) {
            return Future.succeededFuture(0);
        }
        Publication publication = new Publication(vertx.getOrCreateContext(), fresh.size());
        worker.executeBlocking(() -> sendAll(fresh, publication))
                .onFailure(failure -> fresh.forEach(row -> notPublished(row, failure, publication)));
        return publication.answered();
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
        return record;
    }

    /** On the producer's own thread. */
    private void answered(OutboxRow row, @Nullable Exception failure, Publication publication) {
        if (failure != null) {
            notPublished(row, failure, publication);
            return;
        }
        CrashPoint.reach("outbox.before-mark");
        context.runOnContext(next -> marks.submit(row.id()).onComplete(marked -> {
            underWay.remove(row.id());
            if (marked.succeeded()) {
                published.increment();
            } else {
                log.warn(
                        "a published event was not marked, it will be published again: {}",
                        marked.cause().getMessage());
            }
            publication.answer(marked.succeeded());
        }));
    }

    private void notPublished(OutboxRow row, Throwable failure, Publication publication) {
        if (underWay.remove(row.id())) {
            left.increment();
            if (publication.isFirstFailure()) {
                log.warn("events were not published yet, the relay will: {}", String.valueOf(failure));
            }
            publication.answer(false);
        }
    }

    /** Waits, within bounds, for what is under way. Nothing is published after this. */
    Future<Void> close() {
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
