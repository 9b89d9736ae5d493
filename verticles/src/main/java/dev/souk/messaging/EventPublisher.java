package dev.souk.messaging;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.kafka.client.producer.KafkaProducer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
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
 * <p>Safe to use from every context. The producer's blocking calls run on one worker of its own, in order.
 */
public final class EventPublisher {
    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);
    private static final BatcherOptions MARKS = new BatcherOptions(2_000, Duration.ofMillis(20), 1_000_000, 1);
    private static final List<Header> HEADERS = Collections.singletonList(
            new RecordHeader("content-type", EventEnvelope.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8)));

    private final Context context;
    private final WorkerExecutor worker;
    private final KafkaProducer<String, byte[]> producer;
    private final Batcher<UUID, Boolean> marks;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int queue;
    private final Counter published;
    private final Counter left;

    EventPublisher(
            Vertx vertx,
            Settings settings,
            TransactionRunner transactions,
            OutboxRepository outbox,
            MeterRegistry metrics) {
        this.context = vertx.getOrCreateContext();
        this.worker = vertx.createSharedWorkerExecutor("souk-publisher", 1);
        this.producer = KafkaProducer.createShared(vertx, "souk", config(settings.kafka()));
        this.queue = settings.messaging().publishQueue();
        this.published = metrics.counter("souk.events.published");
        this.left = metrics.counter("souk.events.left.to.relay");
        metrics.gauge("souk.events.publishing", waiting);
        this.marks = new Batcher<>(
                vertx,
                metrics,
                "outbox-marks",
                MARKS,
                id -> 1,
                id -> id,
                failure -> false,
                ids -> transactions
                        .run("outbox-mark", tx -> outbox.markPublished(tx, ids))
                        .map(Collections.nCopies(ids.size(), true)));
    }

    private static Map<String, String> config(Settings.Kafka kafka) {
        Map<String, String> config = new HashMap<>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        config.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        config.put("acks", "all");
        config.put("enable.idempotence", "true");
        config.put("compression.type", "zstd");
        config.put("linger.ms", "2");
        config.put("batch.size", "131072");
        config.put("max.block.ms", "2000");
        config.put("request.timeout.ms", "5000");
        config.put("delivery.timeout.ms", "15000");
        config.put("client.id", "souk");
        return config;
    }

    /**
     * @return done when Kafka answered for all of them, well or not, and those it has are marked; failures are counted and
     *     left to the relay
     */
    Future<Void> publish(List<OutboxRow> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture();
        }
        if (waiting.addAndGet(rows.size()) > queue) {
            waiting.addAndGet(-rows.size());
            left.increment(rows.size());
            return Future.succeededFuture();
        }
        Publication publication = new Publication(rows.size());
        worker.executeBlocking(() -> sendAll(rows, publication));
        return publication.answered.future();
    }

    /** Counts the answers of one call of {@link #publish}, and tells of its failures once. */
    private static final class Publication {
        private final Promise<Void> answered = Promise.promise();
        private final AtomicInteger open;
        private final AtomicInteger failed = new AtomicInteger();
        private volatile @Nullable Throwable lastFailure;

        Publication(int size) {
            open = new AtomicInteger(size);
        }

        /** @param failure why Kafka does not have it, or why it is not marked; absent: all is well */
        void answer(@Nullable Throwable failure) {
            if (failure != null) {
                failed.incrementAndGet();
                lastFailure = failure;
            }
            if (open.decrementAndGet() == 0) {
                Throwable cause = lastFailure;
                if (cause != null) {
                    log.warn("{} events are left to the relay: {}", failed, String.valueOf(cause.getMessage()));
                }
                answered.complete();
            }
        }
    }

    private boolean sendAll(List<OutboxRow> rows, Publication publication) {
        Producer<String, byte[]> kafka = producer.unwrap();
        for (OutboxRow row : rows) {
            try {
                kafka.send(record(row), (metadata, failure) -> answered(row, failure, publication));
            } catch (RuntimeException failure) {
                answered(row, failure, publication);
            }
        }
        return true;
    }

    private static ProducerRecord<String, byte[]> record(OutboxRow row) {
        return new ProducerRecord<>(
                row.topic(), null, row.key(), row.payload().getBytes(StandardCharsets.UTF_8), HEADERS);
    }

    private void answered(OutboxRow row, @Nullable Exception failure, Publication publication) {
        waiting.decrementAndGet();
        if (failure == null) {
            published.increment();
            context.runOnContext(next -> marks.submit(row.id())
                    .onComplete(marked -> publication.answer(marked.cause())));
        } else {
            left.increment();
            publication.answer(failure);
        }
    }

    /** Waits for what is under way, within the producer's delivery time-out. */
    Future<Void> close() {
        return producer.close(5_000).eventually(worker::close);
    }
}
