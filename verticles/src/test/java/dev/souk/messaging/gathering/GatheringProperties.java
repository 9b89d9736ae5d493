package dev.souk.messaging.gathering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Records that are gathered while the intake goes before them; by a clock of the test. */
final class GatheringProperties {
    private static final String TOPIC = "t";
    private static final int ENOUGH = 100;

    private final AtomicBoolean crowded = new AtomicBoolean(true);
    private final Gathering gathering = new Gathering(ENOUGH, crowded::get);
    private final Map<Integer, Long> ends = new HashMap<>();

    private ConsumerRecords<byte[], byte[]> poll(int partition, int records) {
        TopicPartition from = new TopicPartition(TOPIC, partition);
        long begin = ends.getOrDefault(partition, 0L);
        List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
        for (long offset = begin; offset < begin + records; offset++) {
            polled.add(new ConsumerRecord<>(TOPIC, partition, offset, new byte[0], new byte[0]));
        }
        ends.put(partition, begin + records);
        return new ConsumerRecords<>(Map.of(from, polled), Map.of(from, new OffsetAndMetadata(begin + records)));
    }

    @Property
    void everyRecordIsInOneBatchInOrderAndNoBatchIsTooLarge(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 3) Integer> partitions,
            @ForAll @Size(60) List<@IntRange(min = 1, max = ENOUGH) Integer> counts) {
        ends.clear();
        for (int i = 0; i < partitions.size(); i++) {
            gathering.add(poll(partitions.get(i), counts.get(i)), 0);
        }
        Map<Integer, Long> next = new HashMap<>();
        while (!gathering.isEmpty()) {
            ConsumerRecords<byte[], byte[]> batch = gathering.take(0);
            assertThat(batch.count()).isBetween(1, ENOUGH);
            for (TopicPartition partition : batch.partitions()) {
                for (ConsumerRecord<byte[], byte[]> record : batch.records(partition)) {
                    assertThat(record.offset()).isEqualTo(next.getOrDefault(partition.partition(), 0L));
                    next.put(partition.partition(), record.offset() + 1);
                }
                assertThat(batch.nextOffsets().get(partition).offset()).isEqualTo(next.get(partition.partition()));
            }
        }
        assertThat(next).isEqualTo(ends);
    }

    @Property
    void whatBelongsToAnotherMemberIsInNoBatch(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 3) Integer> partitions,
            @ForAll @IntRange(min = 0, max = 3) int lost) {
        partitions.forEach(partition -> gathering.add(poll(partition, 3), 0));

        gathering.forget(List.of(new TopicPartition(TOPIC, lost)));

        int taken = 0;
        while (!gathering.isEmpty()) {
            ConsumerRecords<byte[], byte[]> batch = gathering.take(0);
            assertThat(batch.partitions()).noneMatch(partition -> partition.partition() == lost);
            assertThat(batch.nextOffsets().keySet()).noneMatch(partition -> partition.partition() == lost);
            taken += batch.count();
        }
        assertThat(taken)
                .isEqualTo(
                        3 * (int) partitions.stream().filter(one -> one != lost).count());
    }

    @Example
    void recordsWaitOnlyWhileTheIntakeIsCrowdedAndNotForLong() {
        gathering.add(poll(0, 5), 0);

        assertThat(gathering.isReady(0)).isFalse();
        assertThat(gathering.isReady(Gathering.PATIENCE.toNanos() - 1)).isFalse();
        assertThat(gathering.isReady(Gathering.PATIENCE.toNanos())).isTrue();
        crowded.set(false);
        assertThat(gathering.isReady(0)).isTrue();
    }

    @Example
    void aFullBatchWaitsForNothing() {
        gathering.add(poll(0, ENOUGH - 1), 0);
        assertThat(gathering.isReady(0)).isFalse();

        gathering.add(poll(1, 1), 0);

        assertThat(gathering.isReady(0)).isTrue();
        assertThat(gathering.take(0).count()).isEqualTo(ENOUGH);
    }

    @Example
    void whatComesAgainIsFirstAndWaitsNoMore() {
        gathering.add(poll(0, 5), 0);
        ConsumerRecords<byte[], byte[]> failed = gathering.take(0);
        gathering.add(poll(0, 5), 0);

        gathering.again(failed, 0);

        assertThat(gathering.isReady(0)).isTrue();
        assertThat(gathering.first()).isSameAs(failed);
    }
}
