package dev.souk.messaging.gathering;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records on their way to the next batch. While something goes before them they are kept until they are many, or the first of
 * them has waited for long enough: fewer and larger transactions then leave more of the database to what goes before.
 * Belongs to the poll loop's thread.
 */
public final class Gathering {
    /** How long the first record waits at the most. */
    static final Duration PATIENCE = Duration.ofMillis(100);

    private final ArrayDeque<ConsumerRecords<byte[], byte[]>> polls = new ArrayDeque<>();
    private final int enough;
    private final BooleanSupplier waits;
    private int records;
    private long since;

    /**
     * @param enough records are a batch, whatever goes before
     * @param waits whether something goes before
     */
    public Gathering(int enough, BooleanSupplier waits) {
        this.enough = enough;
        this.waits = waits;
    }

    public boolean isEmpty() {
        return polls.isEmpty();
    }

    /** @param nanos now, by a steady clock */
    public void add(ConsumerRecords<byte[], byte[]> polled, long nanos) {
        if (polls.isEmpty()) {
            since = nanos;
        }
        polls.addLast(polled);
        records += polled.count();
    }

    /** What comes again, before everything else, and waits no more. */
    public void again(ConsumerRecords<byte[], byte[]> batch, long nanos) {
        polls.addFirst(batch);
        records += batch.count();
        since = nanos - PATIENCE.toNanos();
    }

    /** @return whether there is a batch to begin now */
    public boolean isReady(long nanos) {
        return !polls.isEmpty() && (records >= enough || leftNanos(nanos) <= 0 || !waits.getAsBoolean());
    }

    /** How long the first record may still wait; 0 or less: no longer. */
    private long leftNanos(long nanos) {
        return PATIENCE.toNanos() - (nanos - since);
    }

    public ConsumerRecords<byte[], byte[]> first() {
        return polls.element();
    }

    public ConsumerRecords<byte[], byte[]> takeFirst() {
        ConsumerRecords<byte[], byte[]> first = polls.remove();
        records -= first.count();
        return first;
    }

    /** Those that came first: polls as they were, together no more than is enough, and one at least. */
    public ConsumerRecords<byte[], byte[]> take(long nanos) {
        ConsumerRecords<byte[], byte[]> first = takeFirst();
        if (polls.isEmpty()) {
            return first;
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> merged = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        merge(first, merged, next);
        int taken = first.count();
        while (!polls.isEmpty() && taken + polls.element().count() <= enough) {
            ConsumerRecords<byte[], byte[]> more = takeFirst();
            taken += more.count();
            merge(more, merged, next);
        }
        since = nanos;
        return new ConsumerRecords<>(merged, next);
    }

    private static void merge(
            ConsumerRecords<byte[], byte[]> polled,
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> into,
            Map<TopicPartition, OffsetAndMetadata> next) {
        for (TopicPartition partition : polled.partitions()) {
            into.computeIfAbsent(partition, none -> new ArrayList<>()).addAll(polled.records(partition));
        }
        next.putAll(polled.nextOffsets());
    }

    /** These belong to another member now, which gets their records. */
    public void forget(Collection<TopicPartition> partitions) {
        List<ConsumerRecords<byte[], byte[]>> before = List.copyOf(polls);
        polls.clear();
        records = 0;
        for (ConsumerRecords<byte[], byte[]> polled : before) {
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
            polled.partitions().stream()
                    .filter(partition -> !partitions.contains(partition))
                    .forEach(partition -> kept.put(partition, polled.records(partition)));
            next.keySet().removeAll(partitions);
            if (!kept.isEmpty()) {
                ConsumerRecords<byte[], byte[]> rest = new ConsumerRecords<>(kept, next);
                polls.addLast(rest);
                records += rest.count();
            }
        }
    }
}
