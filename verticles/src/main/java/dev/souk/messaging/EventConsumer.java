package dev.souk.messaging;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.common.TopicPartition;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.consumer.KafkaConsumerRecords;
import io.vertx.kafka.client.consumer.OffsetAndMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a consumer group: poll, process the whole batch, commit its offsets, poll again. One batch is in flight
 * at a time, fed by all partitions.
 *
 * <pre>
 *   poll ──> process (retried until it holds) ──> commit offsets ──> poll ...
 *             └ takes long: pause all partitions and poll on, so that the group keeps this member
 * </pre>
 *
 * <p>Records that arrive while paused (a rebalance brought new partitions) wait for the next batch. A batch that was
 * processed but whose offsets were not committed comes again, and the inbox suppresses it. Runs on the context that
 * started it.
 */
public final class EventConsumer {
    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration NO_WAIT = Duration.ZERO;
    private static final long KEEP_ALIVE_MILLIS = 5_000;
    private static final long RETRY_MILLIS = 500;

    private final Vertx vertx;
    private final String name;
    private final Set<String> topics;
    private final KafkaConsumer<byte[], byte[]> kafka;
    private final BatchProcessor processor;
    private final List<ConsumerRecord<byte[], byte[]>> early = new ArrayList<>();
    private Future<?> round = Future.succeededFuture();
    private volatile boolean stopping;

    EventConsumer(
            Vertx vertx,
            String name,
            Set<String> topics,
            KafkaConsumer<byte[], byte[]> kafka,
            BatchProcessor processor) {
        this.vertx = vertx;
        this.name = name;
        this.topics = topics;
        this.kafka = kafka;
        this.processor = processor;
    }

    Future<Void> start() {
        kafka.exceptionHandler(failure -> log.warn("consumer {}: {}", name, failure.getMessage()));
        return kafka.subscribe(topics).onSuccess(subscribed -> next());
    }

    /** Lets the batch in flight end, commits it, and leaves the group. */
    public Future<Void> stop() {
        stopping = true;
        return round.otherwiseEmpty().compose(done -> kafka.close());
    }

    private void next() {
        if (!stopping) {
            round = oneRound().onComplete(done -> {
                if (done.succeeded()) {
                    vertx.runOnContext(again -> next());
                } else if (!stopping) {
                    log.warn("consumer {} begins again: {}", name, String.valueOf(done.cause()));
                    vertx.setTimer(RETRY_MILLIS, again -> next());
                }
            });
        }
    }

    private Future<Void> oneRound() {
        return kafka.poll(early.isEmpty() ? POLL : NO_WAIT).compose(polled -> {
            List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>(early);
            early.clear();
            addAll(batch, polled);
            return batch.isEmpty() ? Future.succeededFuture() : process(batch);
        });
    }

    private Future<Void> process(List<ConsumerRecord<byte[], byte[]>> batch) {
        List<Received> received = batch.stream().map(Received::of).toList();
        long keepAlive = vertx.setPeriodic(KEEP_ALIVE_MILLIS, timer -> stayInGroup());
        return untilDone(received)
                .onComplete(done -> vertx.cancelTimer(keepAlive))
                .compose(done -> resume())
                .compose(done -> commit(batch));
    }

    /** Offsets are committed after this only, so a failure (no dead letter could be written) must not end it. */
    private Future<Void> untilDone(List<Received> batch) {
        return processor.process(batch).recover(failure -> {
            if (stopping) {
                return Future.failedFuture(failure);
            }
            log.warn("consumer {} tries its batch again: {}", name, String.valueOf(failure));
            return vertx.timer(RETRY_MILLIS).compose(waited -> untilDone(batch));
        });
    }

    private void stayInGroup() {
        kafka.assignment()
                .compose(assigned -> kafka.pause(assigned))
                .compose(paused -> kafka.poll(NO_WAIT))
                .onSuccess(polled -> addAll(early, polled))
                .onFailure(failure -> log.warn("consumer {} while busy: {}", name, failure.getMessage()));
    }

    private Future<Void> resume() {
        return kafka.paused().compose(paused -> paused.isEmpty() ? Future.succeededFuture() : kafka.resume(paused));
    }

    private Future<Void> commit(List<ConsumerRecord<byte[], byte[]>> batch) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1, ""));
        }
        return kafka.commit(offsets).transform(result -> {
            if (result.failed()) {
                log.info(
                        "consumer {}: offsets not committed, the batch comes again: {}",
                        name,
                        result.cause().getMessage());
            }
            return Future.succeededFuture();
        });
    }

    private static void addAll(
            List<ConsumerRecord<byte[], byte[]>> batch, KafkaConsumerRecords<byte[], byte[]> polled) {
        polled.records().forEach(batch::add);
    }
}
