package dev.souk.ops.kafka;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The answers of Kafka in one look.
 *
 * @param topics of the shop, those of dead letters too
 * @param offsets that each group has committed
 * @param first offsets of the dead letters' partitions
 * @param last offsets behind the last record of each partition that has a leader
 */
record GroupFacts(
        Collection<Node> brokers,
        Map<String, TopicDescription> topics,
        Map<String, ConsumerGroupDescription> groups,
        Map<String, Map<TopicPartition, @Nullable OffsetAndMetadata>> offsets,
        Map<TopicPartition, Long> first,
        Map<TopicPartition, Long> last) {}
