package dev.souk.ops.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, and the consumer groups of the shop there.
 *
 * @param unreachable why Kafka could not be asked, in words; absent when it answered, and then all else is empty
 * @param brokers by id
 * @param groups by name
 * @param deadLetters by topic; letters that Kafka still holds, also such as were dealt with and lie behind an open one
 */
public record ConsumersView(
        Instant at, @Nullable String unreachable, List<Broker> brokers, List<Group> groups, List<Letters> deadLetters) {
    public ConsumersView {
        brokers = List.copyOf(brokers);
        groups = List.copyOf(groups);
        deadLetters = List.copyOf(deadLetters);
    }

    /** @param address {@code host:port} */
    public record Broker(int id, String address) {}

    /**
     * @param state as Kafka calls it: {@code STABLE}, {@code EMPTY}
     * @param members client ids, sorted
     * @param lag of all its partitions
     * @param partitions by topic and number
     */
    public record Group(String group, String state, List<String> members, long lag, List<Partition> partitions) {
        public Group {
            members = List.copyOf(members);
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * @param leader id of the broker; absent: there is none now
     * @param replicas that there should be, and {@code inSync} how many of them are up to date
     * @param offset next to be read; absent: the group has read nothing of it
     * @param end behind the last record
     * @param lag records from the offset to the end
     * @param member client id that reads it; absent: none
     */
    public record Partition(
            String topic,
            int partition,
            @Nullable Integer leader,
            int replicas,
            int inSync,
            @Nullable Long offset,
            long end,
            long lag,
            @Nullable String member) {}

    public record Letters(String topic, long letters) {}
}
