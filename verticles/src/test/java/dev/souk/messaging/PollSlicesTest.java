package dev.souk.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

class PollSlicesTest {
    private static final int OFFSETS_AFTER_THE_RECORDS = 7;

    /** @param sizes of the messages of each partition */
    private static ConsumerRecords<byte[], byte[]> poll(List<List<Integer>> sizes) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        for (int partition = 0; partition < sizes.size(); partition++) {
            TopicPartition place = new TopicPartition("t", partition);
            List<ConsumerRecord<byte[], byte[]>> ofPartition = new ArrayList<>();
            for (int size : sizes.get(partition)) {
                ofPartition.add(new ConsumerRecord<>(
                        "t",
                        partition,
                        ofPartition.size(),
                        0,
                        TimestampType.CREATE_TIME,
                        0,
                        size,
                        new byte[0],
                        new byte[size],
                        new RecordHeaders(),
                        Optional.empty()));
            }
            if (!ofPartition.isEmpty()) {
                records.put(place, ofPartition);
            }
            next.put(place, new OffsetAndMetadata(ofPartition.size() + OFFSETS_AFTER_THE_RECORDS));
        }
        return new ConsumerRecords<>(records, next);
    }

    private static long bytes(ConsumerRecords<byte[], byte[]> slice) {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : slice) {
            bytes += record.serializedValueSize();
        }
        return bytes;
    }

    @Property
    void noSliceIsLargerThanItsBoundUnlessAMessageIs(
            @ForAll @Size(max = 4) List<@Size(max = 10) List<@IntRange(max = 100) Integer>> sizes,
            @ForAll @IntRange(min = 1, max = 150) int bound) {
        ConsumerRecords<byte[], byte[]> poll = poll(sizes);

        List<ConsumerRecords<byte[], byte[]>> slices = PollSlices.of(poll, bound);

        assertThat(slices).noneMatch(ConsumerRecords::isEmpty);
        assertThat(slices).allMatch(slice -> slice.count() == 1 || bytes(slice) <= bound);
        Map<TopicPartition, List<Long>> seen = new LinkedHashMap<>();
        Map<TopicPartition, Long> committed = new LinkedHashMap<>();
        for (ConsumerRecords<byte[], byte[]> slice : slices) {
            slice.forEach(record -> seen.computeIfAbsent(
                            new TopicPartition("t", record.partition()), first -> new ArrayList<>())
                    .add(record.offset()));
            slice.nextOffsets().forEach((partition, next) -> {
                committed.put(partition, next.offset());
                if (slice.partitions().contains(partition)) {
                    assertThat(next.offset())
                            .as("nothing is passed over")
                            .isGreaterThan(slice.records(partition).getLast().offset());
                }
            });
        }
        poll.partitions()
                .forEach(partition -> assertThat(seen.get(partition))
                        .as("every record once, in order")
                        .isEqualTo(poll.records(partition).stream()
                                .map(ConsumerRecord::offset)
                                .toList()));
        if (!slices.isEmpty()) {
            poll.nextOffsets()
                    .forEach((partition, next) ->
                            assertThat(committed.get(partition)).isEqualTo(next.offset()));
        }
    }

    @Property
    void whatBelongsToAnotherMemberIsLeftOut(
            @ForAll @Size(min = 1, max = 4) List<@Size(max = 10) List<@IntRange(max = 100) Integer>> sizes) {
        TopicPartition gone = new TopicPartition("t", 0);
        ConsumerRecords<byte[], byte[]> poll = poll(sizes);

        ConsumerRecords<byte[], byte[]> rest = PollSlices.without(poll, List.of(gone));

        assertThat(rest.partitions()).doesNotContain(gone);
        assertThat(rest.nextOffsets()).doesNotContainKey(gone);
        assertThat(rest.count()).isEqualTo(poll.count() - poll.records(gone).size());
    }
}
