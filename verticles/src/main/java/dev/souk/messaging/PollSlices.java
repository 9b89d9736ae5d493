package dev.souk.messaging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Cuts a poll by the bytes of its messages: a thousand of them may be a megabyte, or a gigabyte. */
public final class PollSlices {
    private PollSlices() {}

    /**
     * @param bytes of keys and values in a slice; a message that is larger is a slice of its own
     * @return slices, none of them empty, with the records of each partition in their order; after the last slice of a
     *     partition its offset is that of the poll
     */
    public static List<ConsumerRecords<byte[], byte[]>> of(ConsumerRecords<byte[], byte[]> poll, int bytes) {
        List<ConsumerRecords<byte[], byte[]>> slices = new ArrayList<>();
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> slice = new LinkedHashMap<>();
        long filled = 0;
        for (TopicPartition partition : poll.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : poll.records(partition)) {
                int weight = weight(record);
                if (!slice.isEmpty() && filled + weight > bytes) {
                    slices.add(records(slice, Map.of()));
                    slice = new LinkedHashMap<>();
                    filled = 0;
                }
                slice.computeIfAbsent(partition, first -> new ArrayList<>()).add(record);
                filled += weight;
            }
        }
        if (!slice.isEmpty()) {
            slices.add(slices.isEmpty() ? poll : records(slice, poll.nextOffsets()));
        }
        return slices;
    }

    private static int weight(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** @param last offsets after the poll; empty: the slice is not its last */
    private static ConsumerRecords<byte[], byte[]> records(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> slice,
            Map<TopicPartition, OffsetAndMetadata> last) {
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        slice.forEach((partition, records) ->
                next.put(partition, new OffsetAndMetadata(records.getLast().offset() + 1)));
        next.putAll(last);
        return new ConsumerRecords<>(slice, next);
    }

    /** @return what is of no such partition */
    public static ConsumerRecords<byte[], byte[]> without(
            ConsumerRecords<byte[], byte[]> slice, Collection<TopicPartition> partitions) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>(slice.nextOffsets());
        slice.partitions().forEach(partition -> kept.put(partition, slice.records(partition)));
        kept.keySet().removeAll(partitions);
        next.keySet().removeAll(partitions);
        return new ConsumerRecords<>(kept, next);
    }
}
