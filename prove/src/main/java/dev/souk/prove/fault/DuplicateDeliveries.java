package dev.souk.prove.fault;

import dev.souk.embedded.kafka.EmbeddedKafka;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.prove.check.shop.KafkaReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes earlier records again, out of turn: of each partition some of the latest records and some from anywhere, to
 * the same partition, with their keys, values and headers.
 */
final class DuplicateDeliveries implements Fault {
    private static final int LATEST = 60;
    private static final int EARLIER = 40;
    private static final Duration POLL = Duration.ofMillis(300);
    private static final int SECONDS = 15;

    private final EmbeddedKafka kafka;
    private final SplittableRandom random;
    private int published;

    DuplicateDeliveries(EmbeddedKafka kafka, SplittableRandom random) {
        this.kafka = kafka;
        this.random = random;
    }

    @Override
    public String target() {
        return "all topics";
    }

    @Override
    public List<ServerProcess> harms() {
        return List.of();
    }

    @Override
    public void inject() throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = KafkaReading.open(kafka.bootstrapServers(), LATEST);
                KafkaProducer<byte[], byte[]> producer = producer()) {
            List<TopicPartition> partitions = partitions(consumer);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                long anywhere = end == 0 ? 0 : random.nextLong(end);
                sent.addAll(repeat(consumer, producer, partition, anywhere, Math.min(end, anywhere + EARLIER)));
                sent.addAll(repeat(consumer, producer, partition, Math.max(0, end - LATEST), end));
            }
            for (Future<RecordMetadata> record : sent) {
                record.get(SECONDS, TimeUnit.SECONDS);
                published++;
            }
        } catch (InterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("cancelled");
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new FaultException("after " + published + " records: " + e.getMessage(), e);
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.listTopics().entrySet().stream()
                .filter(topic ->
                        !topic.getKey().startsWith("__") && !topic.getKey().endsWith(".dlq"))
                .flatMap(topic -> topic.getValue().stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static List<Future<RecordMetadata>> repeat(
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer,
            TopicPartition partition,
            long from,
            long to) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        if (from >= to) {
            return sent;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
            if (record.offset() < to) {
                sent.add(producer.send(new ProducerRecord<>(
                        record.topic(), record.partition(), record.key(), record.value(), record.headers())));
            }
        }
        return sent;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class,
                "acks", "all",
                "max.block.ms", "10000",
                "delivery.timeout.ms", "15000",
                "request.timeout.ms", "5000"));
    }

    @Override
    public String heal() {
        return published + " records published again";
    }
}
