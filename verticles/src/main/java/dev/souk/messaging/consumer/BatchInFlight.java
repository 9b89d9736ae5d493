package dev.souk.messaging.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The records that are being decided, and the offsets to commit when they are. Belongs to the poll loop's thread. */
final class BatchInFlight {
    private final ConsumerRecords<byte[], byte[]> records;
    private final CompletableFuture<Void> done;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

    BatchInFlight(ConsumerRecords<byte[], byte[]> records, CompletableFuture<Void> done) {
        this.records = records;
        this.done = done;
        for (TopicPartition partition : records.partitions()) {
            long last = records.records(partition).getLast().offset();
            offsets.put(partition, new OffsetAndMetadata(last + 1));
        }
    }

    ConsumerRecords<byte[], byte[]> records() {
        return records;
    }

    CompletableFuture<Void> done() {
        return done;
    }

    boolean isDone() {
        return done.isDone();
    }

    boolean hasFailed() {
        return done.isCompletedExceptionally();
    }

    /** @return what to commit: of partitions that have not been forgotten */
    Map<TopicPartition, OffsetAndMetadata> offsets() {
        return Map.copyOf(offsets);
    }

    boolean holds(Collection<TopicPartition> partitions) {
        return partitions.stream().anyMatch(offsets::containsKey);
    }

    /** These belong to another member now. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(offsets::remove);
    }

    /** @return whether the batch took effect within {@code limit} */
    boolean await(Duration limit) {
        try {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException notDone) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
