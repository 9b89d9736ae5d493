package dev.souk.messaging;

import dev.souk.messaging.gathering.Gathering;
import dev.souk.messaging.gathering.Precedence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka side of a consumer, on a thread of its own: poll, hand over, poll on with everything paused so that the group
 * keeps this member, commit, resume.
 *
 * <p>Kafka's own consumer and not the Vert.x one, because partitions must be paused when they come and committed before
 * they go, inside the rebalance: the Vert.x client tells of both only after the fact.
 *
 * <p>While the intake of orders is crowded, records are gathered to larger batches before they are handed over ({@link
 * Gathering}).
 *
 * <p>A batch whose offsets were not committed comes again, and changes nothing. A poll that fails is tried again.
 */
final class PollLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(PollLoop.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration BUSY = Duration.ofMillis(100);
    /** A poll while records are being gathered: whether something still goes before them is looked at in between. */
    private static final Duration GATHERING = Duration.ofMillis(10);

    private static final long AGAIN_MILLIS = 500;
    /** How long partitions that are taken away, or a stop, wait for the batch in flight. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private static final Duration LAST_COMMIT = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofMillis(500);

    /**
     * @param consumer name in logs, metrics and crash points
     * @param concerns which types of event are handed over
     * @param enough records are a batch, though something goes before them
     */
    record Options(
            String consumer,
            Set<String> topics,
            Predicate<String> concerns,
            int enough,
            Precedence precedence,
            Supplier<Consumer<byte[], byte[]>> kafka,
            ConsumerMetrics metrics) {}

    private final Options options;
    private final Function<List<Received>, CompletableFuture<Void>> process;
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Gathering arrived;
    private @Nullable BatchInFlight inFlight;
    private volatile @Nullable Consumer<byte[], byte[]> kafka;

    /** @param process fails only when the batch is to come again */
    PollLoop(Options options, Function<List<Received>, CompletableFuture<Void>> process) {
        this.options = options;
        this.process = process;
        this.arrived = new Gathering(options.enough(), options.precedence()::isWanted);
    }

    CompletableFuture<Void> subscribed() {
        return subscribed;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    /** From any thread. */
    void stop() {
        stopping.countDown();
        wakeUp();
    }

    private void wakeUp() {
        Consumer<byte[], byte[]> running = kafka;
        if (running != null) {
            running.wakeup();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    @Override
    public void run() {
        try (Consumer<byte[], byte[]> opened = options.kafka().get()) {
            kafka = opened;
            Offsets offsets = new Offsets(options.consumer(), opened);
            opened.subscribe(options.topics(), new Rebalance(opened, offsets));
            subscribed.complete(null);
            while (!isStopping()) {
                round(opened, offsets);
            }
            drain(opened.assignment(), offsets);
            inFlight = null;
            // A member with an id of its own stays in the group unless it says that it goes.
            opened.close(CloseOptions.timeout(CLOSE)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        } catch (RuntimeException | Error failure) {
            log.error("consumer {} ends", options.consumer(), failure);
            subscribed.completeExceptionally(failure);
        } finally {
            options.metrics().stopped();
            ended.complete(null);
        }
    }

    private void round(Consumer<byte[], byte[]> kafka, Offsets offsets) {
        try {
            poll(kafka);
            endBatch(kafka, offsets);
            passOver(offsets);
            beginBatch(kafka);
            offsets.commit();
            options.metrics().lag(kafka);
        } catch (InterruptException interrupted) {
            stop();
        } catch (RuntimeException failure) {
            log.warn("consumer {} polls again: {}", options.consumer(), String.valueOf(failure));
            pause();
        }
    }

    private void poll(Consumer<byte[], byte[]> kafka) {
        try {
            ConsumerRecords<byte[], byte[]> records = kafka.poll(patience());
            if (!records.isEmpty()) {
                arrived.add(records, System.nanoTime());
            }
        } catch (WakeupException woken) {
            log.trace("a batch ended, or the consumer is to stop", woken);
        }
    }

    private Duration patience() {
        if (inFlight != null) {
            return BUSY;
        }
        return arrived.isEmpty() ? IDLE : GATHERING;
    }

    private void endBatch(Consumer<byte[], byte[]> kafka, Offsets offsets) {
        BatchInFlight batch = inFlight;
        if (batch == null || !batch.isDone()) {
            return;
        }
        inFlight = null;
        options.metrics().batchEnded();
        if (batch.hasFailed()) {
            // It gave up because the consumer stops. Should it not stop: its records must not be passed over.
            pause();
            arrived.again(batch.records(), System.nanoTime());
        } else {
            CrashPoint.reach(options.consumer() + ".before-offsets");
            offsets.add(batch.offsets());
            kafka.resume(kafka.paused());
        }
    }

    /** A poll of nothing that matters is done: no partition is paused for it and no thread woken. */
    private void passOver(Offsets offsets) {
        while (inFlight == null && !arrived.isEmpty() && isPassedOver(arrived.first())) {
            offsets.add(arrived.takeFirst().nextOffsets());
        }
    }

    private boolean isPassedOver(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!Received.isPassedOver(record, options.concerns())) {
                return false;
            }
        }
        return true;
    }

    private void beginBatch(Consumer<byte[], byte[]> kafka) {
        if (inFlight == null && !isStopping() && arrived.isReady(System.nanoTime())) {
            ConsumerRecords<byte[], byte[]> records = arrived.take(System.nanoTime());
            List<Received> batch = new ArrayList<>(records.count());
            records.forEach(record -> {
                if (!Received.isPassedOver(record, options.concerns())) {
                    batch.add(Received.of(record));
                }
            });
            kafka.pause(kafka.assignment());
            options.metrics().batchBegan();
            BatchInFlight begun = new BatchInFlight(records, process.apply(batch));
            inFlight = begun;
            begun.done().whenComplete((nothing, failure) -> wakeUp());
        }
    }

    /** Before partitions go: the batch in flight may end, and what took effect is committed. */
    private void drain(Collection<TopicPartition> partitions, Offsets offsets) {
        arrived.forget(partitions);
        BatchInFlight batch = inFlight;
        if (batch != null && batch.holds(partitions)) {
            if (batch.await(DRAIN)) {
                offsets.add(batch.offsets());
            } else {
                log.info("consumer {}: partitions go while their batch is under way", options.consumer());
            }
            batch.forget(partitions);
        }
        offsets.commitNow(partitions, LAST_COMMIT);
    }

    private void pause() {
        try {
            if (stopping.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                log.debug("consumer {} stops", options.consumer());
            }
        } catch (InterruptedException e) {
            stop();
        }
    }

    /** Called from inside poll, on the same thread. */
    private final class Rebalance implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> kafka;
        private final Offsets offsets;

        Rebalance(Consumer<byte[], byte[]> kafka, Offsets offsets) {
            this.kafka = kafka;
            this.offsets = offsets;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (inFlight != null) {
                kafka.pause(partitions);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            drain(partitions, offsets);
        }

        /** They are another's already: a commit would be refused, or overwrite its own. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            arrived.forget(partitions);
            BatchInFlight batch = inFlight;
            if (batch != null) {
                batch.forget(partitions);
            }
            offsets.forget(partitions);
        }
    }
}
