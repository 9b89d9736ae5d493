package dev.souk.launcher.shop;

import dev.souk.embedded.EmbeddedStack;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * The events of earlier tests of a stack. A test has a new database and the topics and consumer groups of the tests
 * before it: events that a stopped shop had not consumed would reach the next shop, which knows none of their orders.
 */
final class EarlierEvents {
    private EarlierEvents() {}

    /** Moves each consumer group without members behind all events that there are. */
    static void skip(EmbeddedStack stack) {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()))) {
            List<String> groups = admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
            for (ConsumerGroupDescription group :
                    admin.describeConsumerGroups(groups).all().get().values()) {
                if (group.groupState() == GroupState.EMPTY) {
                    skip(admin, group.groupId());
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void skip(Admin admin, String group) throws InterruptedException, ExecutionException {
        Set<String> topics = new HashSet<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .keySet()
                .forEach(partition -> topics.add(partition.topic()));
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        topics.retainAll(admin.listTopics().names().get());
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                partitions.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        admin.listOffsets(partitions)
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end.offset())));
        if (!ends.isEmpty()) {
            admin.alterConsumerGroupOffsets(group, ends).all().get();
        }
    }
}
