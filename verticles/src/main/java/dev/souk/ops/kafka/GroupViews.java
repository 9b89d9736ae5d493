package dev.souk.ops.kafka;

import dev.souk.messaging.event.Topics;
import dev.souk.ops.message.ConsumersView;
import dev.souk.ops.message.ConsumersView.Broker;
import dev.souk.ops.message.ConsumersView.Group;
import dev.souk.ops.message.ConsumersView.Letters;
import dev.souk.ops.message.ConsumersView.Partition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/** The answers of Kafka, put together by group. Pure. */
final class GroupViews {
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private GroupViews() {}

    static ConsumersView of(Instant at, GroupFacts facts) {
        List<Broker> brokers = facts.brokers().stream()
                .map(node -> new Broker(node.id(), node.host() + ":" + node.port()))
                .sorted(Comparator.comparingInt(Broker::id))
                .toList();
        List<Group> groups = facts.groups().values().stream()
                .sorted(Comparator.comparing(ConsumerGroupDescription::groupId))
                .map(group -> group(facts, group))
                .toList();
        List<Letters> letters = Topics.ALL.stream()
                .map(Topics::deadLetters)
                .map(topic -> new Letters(topic, letters(facts, topic)))
                .toList();
        return new ConsumersView(at, null, brokers, groups, letters);
    }

    private static long letters(GroupFacts facts, String topic) {
        return facts.first().entrySet().stream()
                .filter(first -> first.getKey().topic().equals(topic))
                .mapToLong(first -> facts.last().getOrDefault(first.getKey(), first.getValue()) - first.getValue())
                .sum();
    }

    private static Group group(GroupFacts facts, ConsumerGroupDescription group) {
        Map<TopicPartition, String> readers = new HashMap<>();
        TreeSet<String> members = new TreeSet<>();
        for (MemberDescription member : group.members()) {
            members.add(member.clientId());
            member.assignment().topicPartitions().forEach(partition -> readers.put(partition, member.clientId()));
        }
        Map<TopicPartition, @Nullable OffsetAndMetadata> offsets =
                facts.offsets().getOrDefault(group.groupId(), Map.of());
        TreeSet<TopicPartition> known = new TreeSet<>(ORDER);
        known.addAll(offsets.keySet());
        known.addAll(readers.keySet());
        List<Partition> partitions = new ArrayList<>();
        for (TopicPartition partition : known) {
            partitions.add(partition(facts, partition, offsets.get(partition), readers.get(partition)));
        }
        return new Group(
                group.groupId(),
                group.groupState().name(),
                List.copyOf(members),
                partitions.stream().mapToLong(Partition::lag).sum(),
                partitions);
    }

    private static Partition partition(
            GroupFacts facts, TopicPartition of, @Nullable OffsetAndMetadata committed, @Nullable String reader) {
        TopicPartitionInfo info = info(facts.topics().get(of.topic()), of.partition());
        Node leader = info == null ? null : info.leader();
        Long offset = committed == null ? null : committed.offset();
        long end = facts.last().getOrDefault(of, offset == null ? 0 : offset);
        return new Partition(
                of.topic(),
                of.partition(),
                leader == null || leader.isEmpty() ? null : leader.id(),
                info == null ? 0 : info.replicas().size(),
                info == null ? 0 : info.isr().size(),
                offset,
                end,
                Math.max(0, end - (offset == null ? 0 : offset)),
                reader);
    }

    private static @Nullable TopicPartitionInfo info(@Nullable TopicDescription topic, int partition) {
        return topic == null
                ? null
                : topic.partitions().stream()
                        .filter(info -> info.partition() == partition)
                        .findFirst()
                        .orElse(null);
    }
}
