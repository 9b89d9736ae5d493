package dev.souk.prove.check.shop;

import dev.souk.prove.check.facts.UnreadableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** How many records consumer groups have not committed yet. */
public final class GroupLag {
    private static final int SECONDS = 10;

    private final String bootstrapServers;

    public GroupLag(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * @param prefix of the names of the groups
     * @throws UnreadableException when the brokers do not answer within some seconds
     */
    public long of(String prefix) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", "5000",
                "default.api.timeout.ms", "8000");
        try (Admin admin = Admin.create(config)) {
            List<String> groups =
                    admin
                            .listGroups(ListGroupsOptions.forConsumerGroups())
                            .all()
                            .get(SECONDS, TimeUnit.SECONDS)
                            .stream()
                            .map(GroupListing::groupId)
                            .filter(group -> group.startsWith(prefix))
                            .toList();
            return lag(admin, groups);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnreadableException("the consumer groups cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableException("interrupted while the consumer groups were read", e);
        }
    }

    private static long lag(Admin admin, List<String> groups)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> specs = new HashMap<>();
        groups.forEach(group -> specs.put(group, new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                admin.listConsumerGroupOffsets(specs).all().get(SECONDS, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        committed.values().forEach(group -> group.keySet().forEach(p -> partitions.put(p, OffsetSpec.latest())));
        var ends = admin.listOffsets(partitions).all().get(SECONDS, TimeUnit.SECONDS);
        long lag = 0;
        for (Map<TopicPartition, OffsetAndMetadata> group : committed.values()) {
            for (Map.Entry<TopicPartition, OffsetAndMetadata> partition : group.entrySet()) {
                var end = ends.get(partition.getKey());
                long offset =
                        partition.getValue() == null ? 0 : partition.getValue().offset();
                lag += end == null ? 0 : Math.max(0, end.offset() - offset);
            }
        }
        return lag;
    }
}
