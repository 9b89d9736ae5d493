package dev.souk.ops.kafka;

import dev.souk.messaging.event.Topics;
import dev.souk.messaging.kafka.KafkaClients;
import dev.souk.ops.message.ConsumersView;
import dev.souk.settings.Settings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the consumer groups of the shop with an admin client of its own, opened at the first look. A look never
 * fails: a Kafka that does not answer within {@value #LIMIT_MILLIS} ms is told as away. Use it on one context.
 */
public final class ConsumerGroups {
    private static final long LIMIT_MILLIS = 4_000;
    private static final String PREFIX = "souk.";
    /** The shop has a group for each feature: more than so many belong to other programs. */
    private static final int MOST_GROUPS = 64;

    private final Vertx vertx;
    private final Settings.Kafka kafka;
    private @Nullable Future<Admin> admin;

    public ConsumerGroups(Vertx vertx, Settings.Kafka kafka) {
        this.vertx = vertx;
        this.kafka = kafka;
    }

    public Future<ConsumersView> look() {
        return admin().compose(this::facts)
                .map(facts -> GroupViews.of(Instant.now(), facts))
                .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(failure -> new ConsumersView(
                        Instant.now(),
                        "Kafka at " + kafka.bootstrapServers() + " does not answer: " + failure.getMessage(),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    /** Looking names up may block: off the event loop. */
    private Future<Admin> admin() {
        Future<Admin> known = admin;
        if (known == null || known.failed()) {
            Map<String, Object> config = KafkaClients.admin(kafka);
            config.put("client.id", "souk-ops");
            config.put("request.timeout.ms", Long.toString(LIMIT_MILLIS));
            config.put("default.api.timeout.ms", Long.toString(LIMIT_MILLIS));
            known = vertx.executeBlocking(() -> Admin.create(config));
            admin = known;
        }
        return known;
    }

    private Future<GroupFacts> facts(Admin of) {
        Future<Collection<Node>> brokers = here(of.describeCluster().nodes());
        Future<Groups> groups =
                here(of.listGroups(ListGroupsOptions.forConsumerGroups()).all()).compose(all -> groups(of, all));
        Future<Map<String, TopicDescription>> topics =
                here(of.describeTopics(names()).allTopicNames());
        Future<Ends> ends = topics.compose(all -> ends(of, all));
        return Future.all(brokers, groups, ends)
                .map(done -> new GroupFacts(
                        brokers.result(),
                        topics.result(),
                        groups.result().described(),
                        groups.result().offsets(),
                        ends.result().first(),
                        ends.result().last()));
    }

    private static List<String> names() {
        return Topics.ALL.stream()
                .flatMap(topic -> Stream.of(topic, Topics.deadLetters(topic)))
                .toList();
    }

    private record Groups(
            Map<String, ConsumerGroupDescription> described,
            Map<String, Map<TopicPartition, @Nullable OffsetAndMetadata>> offsets) {}

    private Future<Groups> groups(Admin of, Collection<GroupListing> all) {
        List<String> ours = all.stream()
                .map(GroupListing::groupId)
                .filter(name -> name.startsWith(PREFIX))
                .sorted()
                .limit(MOST_GROUPS)
                .toList();
        if (ours.isEmpty()) {
            return Future.succeededFuture(new Groups(Map.of(), Map.of()));
        }
        Map<String, ListConsumerGroupOffsetsSpec> wanted = new HashMap<>();
        ours.forEach(name -> wanted.put(name, new ListConsumerGroupOffsetsSpec()));
        Future<Map<String, ConsumerGroupDescription>> described =
                here(of.describeConsumerGroups(ours).all());
        Future<Map<String, Map<TopicPartition, @Nullable OffsetAndMetadata>>> offsets =
                here(of.listConsumerGroupOffsets(wanted).all());
        return Future.all(described, offsets).map(done -> new Groups(described.result(), offsets.result()));
    }

    private record Ends(Map<TopicPartition, Long> first, Map<TopicPartition, Long> last) {}

    /** Leaves out partitions without a leader: their offsets are unknown, and a request would wait for a leader. */
    private Future<Ends> ends(Admin of, Map<String, TopicDescription> topics) {
        List<TopicPartition> led = new ArrayList<>();
        List<TopicPartition> letters = new ArrayList<>();
        topics.forEach((name, topic) -> topic.partitions().forEach(partition -> {
            if (partition.leader() != null && !partition.leader().isEmpty()) {
                TopicPartition one = new TopicPartition(name, partition.partition());
                led.add(one);
                if (!Topics.ALL.contains(name)) {
                    letters.add(one);
                }
            }
        }));
        return Future.all(offsets(of, letters, OffsetSpec.earliest()), offsets(of, led, OffsetSpec.latest()))
                .map(both -> new Ends(both.resultAt(0), both.resultAt(1)));
    }

    private Future<Map<TopicPartition, Long>> offsets(Admin of, List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        return here(of.listOffsets(wanted).all()).map(found -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> one : found.entrySet()) {
                offsets.put(one.getKey(), one.getValue().offset());
            }
            return offsets;
        });
    }

    /** Kafka completes on a thread of its own. */
    private <T> Future<T> here(KafkaFuture<T> asked) {
        Context context = Objects.requireNonNull(Vertx.currentContext(), "not on a context");
        return Future.fromCompletionStage(asked.toCompletionStage(), context);
    }

    public Future<Void> close() {
        Future<Admin> opened = admin;
        return opened == null
                ? Future.succeededFuture()
                : opened.compose(client -> vertx.<Void>executeBlocking(() -> {
                            client.close(Duration.ofSeconds(2));
                            return null;
                        }))
                        .otherwiseEmpty();
    }
}
