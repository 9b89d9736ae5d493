package dev.souk.messaging.consumer;

import dev.souk.messaging.CrashPoint;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offsets of batches that took effect, until Kafka has them. They are committed once a second, without holding up
 * the next batch; a commit that fails is repeated with the next one. Belongs to the poll loop's thread, as do the
 * consumer's callbacks.
 */
final class Offsets {
    private static final Logger log = LoggerFactory.getLogger(Offsets.class);
    private static final long EVERY_NANOS = 1_000_000_000L;

    private final String name;
    private final Consumer<byte[], byte[]> kafka;
    private final Map<TopicPartition, OffsetAndMetadata> open = new HashMap<>();
    private long nextNanos = System.nanoTime();

    Offsets(String name, Consumer<byte[], byte[]> kafka) {
        this.name = name;
        this.kafka = kafka;
    }

    /** To be committed once a second: messages that a killed node did not commit come again, and change nothing. */
    void add(Map<TopicPartition, OffsetAndMetadata> offsets) {
        open.putAll(offsets);
    }

    /** These belong to another member now. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(open::remove);
    }

    void commit() {
        if (open.isEmpty() || System.nanoTime() - nextNanos < 0) {
            return;
        }
        nextNanos = System.nanoTime() + EVERY_NANOS;
        Map<TopicPartition, OffsetAndMetadata> sent = Map.copyOf(open);
        kafka.commitAsync(sent, (committed, failure) -> {
            if (failure == null) {
                sent.forEach(open::remove);
                CrashPoint.reach(name + ".after-offsets");
            } else {
                log.debug("consumer {}: offsets are committed again", name, failure);
            }
        });
    }

    /**
     * Waits for the answer: the partitions are about to go. Messages without a commit come again at their new owner.
     */
    void commitNow(Collection<TopicPartition> partitions, Duration within) {
        Map<TopicPartition, OffsetAndMetadata> last = new HashMap<>(open);
        last.keySet().retainAll(partitions);
        forget(partitions);
        if (last.isEmpty()) {
            return;
        }
        try {
            commitSync(last, within);
        } catch (KafkaException failure) {
            log.info("consumer {}: offsets not committed, the batch comes again: {}", name, failure.getMessage());
        }
    }

    private void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration within) {
        try {
            kafka.commitSync(offsets, within);
        } catch (WakeupException woken) {
            // Meant for a poll: it is used up now.
            kafka.commitSync(offsets, within);
        }
    }
}
