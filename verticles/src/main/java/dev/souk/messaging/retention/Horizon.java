package dev.souk.messaging.retention;

import dev.souk.messaging.event.Topics;
import dev.souk.messaging.kafka.KafkaClients;
import dev.souk.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How far back a message may still come from. Rows that tell which events were published, and which were handled, are
 * not needed before it.
 *
 * <pre>
 *  the oldest of:  now - retention
 *                  the oldest message that the topics still hold (they delete whole segments, so later than they may)
 *                  the oldest dead letter - retention (its message was that old, at the most, when it was given up)
 *  less an hour, for clocks that differ
 * </pre>
 */
public final class Horizon {
    public static final Duration MARGIN = Duration.ofHours(1);

    private static final int TIMEOUT_SECONDS = 20;

    private Horizon() {}

    /**
     * Blocks: off the event loops.
     *
     * @throws IllegalStateException when Kafka cannot be asked; nothing may be forgotten then
     */
    public static Instant ask(Settings.Kafka kafka, Instant now) {
        try (Admin admin = Admin.create(KafkaClients.admin(kafka))) {
            Optional<Instant> message = oldest(admin, Topics.ALL);
            Optional<Instant> letter =
                    oldest(admin, Topics.ALL.stream().map(Topics::deadLetters).toList());
            return of(now, kafka.retention(), message, letter);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka at " + kafka.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    public static Instant of(Instant now, Duration retention, Optional<Instant> message, Optional<Instant> letter) {
        Instant horizon = now.minus(retention);
        for (Instant other : List.of(message.orElse(now), letter.orElse(now).minus(retention))) {
            horizon = other.isBefore(horizon) ? other : horizon;
        }
        return horizon.minus(MARGIN);
    }

    /** Asked by time, Kafka tells the first record and its time; asked for the earliest offset it tells no time. */
    private static Optional<Instant> oldest(Admin admin, Collection<String> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> first =
                admin.describeTopics(topics).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                        .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.forTimestamp(0)));
        return admin.listOffsets(first).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                .filter(found -> found.timestamp() >= 0)
                .map(found -> Instant.ofEpochMilli(found.timestamp()))
                .min(Instant::compareTo);
    }
}
