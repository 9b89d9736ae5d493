package dev.souk.messaging.deadletter;

import dev.souk.bus.UnavailableException;
import dev.souk.messaging.kafka.KafkaClients;
import dev.souk.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka side of the dead letters: reads the topics, writes messages back, frees what is dealt with. Every method
 * blocks, within bounds, and opens its own client: dead letters are rare, and looked at by a person.
 *
 * <p>Throws {@link UnavailableException} when Kafka cannot be reached.
 */
final class DeadLetterLog {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int LIMIT_SECONDS = 20;

    /** Behind every offset, with room to add to it. */
    private static final long PASSED = Long.MAX_VALUE / 2;

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final Settings.Kafka settings;

    DeadLetterLog(Settings.Kafka settings) {
        this.settings = settings;
    }

    /** @return the first letters behind {@code after}, {@code limit} at the most, in the order of their ids */
    List<ConsumerRecord<byte[], byte[]>> after(Collection<String> topics, @Nullable DeadLetterId after, int limit) {
        try (Consumer<byte[], byte[]> kafka = new KafkaConsumer<>(KafkaClients.letters(settings))) {
            List<TopicPartition> partitions = partitions(kafka, topics);
            Map<TopicPartition, Long> begin = kafka.beginningOffsets(partitions);
            Map<TopicPartition, Long> end = kafka.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                long from = Math.max(begin.getOrDefault(partition, 0L), firstBehind(after, partition));
                long to = Math.min(end.getOrDefault(partition, 0L), from + limit - letters.size());
                if (from < to) {
                    read(kafka, partition, from, to, letters);
                }
            }
            return letters;
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> kafka, Collection<String> topics) {
        return topics.stream()
                .flatMap(topic -> kafka.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .sorted(ORDER)
                .toList();
    }

    private static long firstBehind(@Nullable DeadLetterId after, TopicPartition partition) {
        if (after == null) {
            return 0;
        }
        int order = ORDER.compare(partition, new TopicPartition(after.topic(), after.partition()));
        return order < 0 ? PASSED : order == 0 ? after.offset() + 1 : 0;
    }

    private static void read(
            Consumer<byte[], byte[]> kafka,
            TopicPartition partition,
            long from,
            long to,
            List<ConsumerRecord<byte[], byte[]>> letters) {
        kafka.assign(Set.of(partition));
        kafka.seek(partition, from);
        long began = System.nanoTime();
        while (kafka.position(partition) < to) {
            for (ConsumerRecord<byte[], byte[]> letter : kafka.poll(POLL)) {
                if (letter.offset() < to) {
                    letters.add(letter);
                }
            }
            if (System.nanoTime() - began > LIMIT_NANOS) {
                throw new UnavailableException(partition + " cannot be read");
            }
        }
    }

    /**
     * @return those of the letters that Kafka has, in the order of their ids; all in memory, so ask for few at a time
     */
    List<ConsumerRecord<byte[], byte[]>> find(Collection<DeadLetterId> ids) {
        try (Consumer<byte[], byte[]> kafka = new KafkaConsumer<>(KafkaClients.letters(settings))) {
            SortedMap<TopicPartition, SortedSet<Long>> offsets = new TreeMap<>(ORDER);
            ids.forEach(id -> offsets.computeIfAbsent(
                            new TopicPartition(id.topic(), id.partition()), first -> new TreeSet<>())
                    .add(id.offset()));
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            offsets.forEach((partition, of) -> find(kafka, partition, of, letters));
            return letters;
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    /** Neighbours are read in one go. */
    private static void find(
            Consumer<byte[], byte[]> kafka,
            TopicPartition partition,
            SortedSet<Long> offsets,
            List<ConsumerRecord<byte[], byte[]>> letters) {
        if (kafka.partitionsFor(partition.topic()).size() <= partition.partition()) {
            return;
        }
        long begin = first(kafka, partition);
        long end = kafka.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
        SortedSet<Long> there = new TreeSet<>(offsets.subSet(begin, Math.max(begin, end)));
        while (!there.isEmpty()) {
            long from = there.first();
            long to = from + 1;
            while (there.contains(to)) {
                to++;
            }
            read(kafka, partition, from, to, letters);
            there = there.tailSet(to);
        }
    }

    private static long first(Consumer<byte[], byte[]> kafka, TopicPartition partition) {
        return kafka.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    }

    /**
     * Writes the messages to the topics they came from, as they were, each for the consumer that gave it up; returns
     * when Kafka has all of them.
     */
    void sendBack(List<ConsumerRecord<byte[], byte[]>> letters) {
        try (Producer<byte[], byte[]> kafka = new KafkaProducer<>(KafkaClients.deadLetters(settings))) {
            for (var sent :
                    letters.stream().map(letter -> kafka.send(message(letter))).toList()) {
                sent.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            throw unavailable(e);
        }
    }

    private static ProducerRecord<byte[], byte[]> message(ConsumerRecord<byte[], byte[]> letter) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(DeadLetter.header(letter, DeadLetters.TOPIC), letter.key(), letter.value());
        letter.headers().forEach(header -> {
            if (!header.key().startsWith(DeadLetters.HEADERS)) {
                message.headers().add(header);
            }
        });
        message.headers()
                .add(
                        DeadLetters.ADDRESSEE,
                        DeadLetter.header(letter, DeadLetters.CONSUMER).getBytes(StandardCharsets.UTF_8));
        return message;
    }

    long firstOffset(TopicPartition partition) {
        try (Consumer<byte[], byte[]> kafka = new KafkaConsumer<>(KafkaClients.letters(settings))) {
            return first(kafka, partition);
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    /** Kafka can delete from the front only. */
    void deleteBefore(TopicPartition partition, long offset) {
        try (Admin admin = Admin.create(KafkaClients.admin(settings))) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            throw unavailable(e);
        }
    }

    private UnavailableException unavailable(Exception e) {
        return new UnavailableException("Kafka at " + settings.bootstrapServers() + ": " + e.getMessage(), e);
    }
}
