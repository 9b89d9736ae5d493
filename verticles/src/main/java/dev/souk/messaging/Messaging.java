package dev.souk.messaging;

import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaConsumer;
import io.vertx.kafka.client.producer.KafkaProducer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A node's access to facts: commit them, consume them, relay them. Made once per node. */
public final class Messaging {
    private final Vertx vertx;
    private final Settings settings;
    private final String node;
    private final TransactionRunner transactions;
    private final MeterRegistry metrics;
    private final OutboxRepository outbox;
    private final EventPublisher publisher;
    private final DeadLetters deadLetters;
    private final KafkaProducer<byte[], byte[]> deadLetterProducer;
    private final Facts facts;

    /** @param node unique name of this node, the owner of its leases */
    public Messaging(
            Vertx vertx, Settings settings, String node, TransactionRunner transactions, MeterRegistry metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.node = node;
        this.transactions = transactions;
        this.metrics = metrics;
        this.outbox = new OutboxRepository(settings.messaging().shards());
        this.publisher = new EventPublisher(vertx, settings, transactions, outbox, metrics);
        this.deadLetterProducer = KafkaProducer.createShared(vertx, "souk-dead-letters", deadLetterConfig());
        this.deadLetters = new DeadLetters(deadLetterProducer);
        this.facts = new Facts(transactions, outbox, publisher);
    }

    public Facts facts() {
        return facts;
    }

    public TransactionRunner transactions() {
        return transactions;
    }

    public OutboxRelayVerticle relay() {
        return new OutboxRelayVerticle(settings.messaging(), node, transactions, outbox, publisher);
    }

    /** This node's share of named work: see {@link Leases}. Call on the context that will use it. */
    public Leases leases(java.util.List<String> names) {
        return new Leases(vertx, transactions, node, settings.messaging().lease(), names);
    }

    /**
     * Joins a consumer group and hands every new event of the topics to the handler, in batches.
     *
     * @param consumer name of the feature: of its group ({@code souk.NAME}), its inbox rows and its metrics
     * @return the running consumer; stop it when its verticle stops
     */
    public Future<EventConsumer> consume(String consumer, Set<String> topics, EventHandler handler) {
        KafkaConsumer<byte[], byte[]> kafka = KafkaConsumer.create(vertx, consumerConfig(consumer));
        BatchProcessor processor =
                new BatchProcessor(consumer, facts, new InboxRepository(), deadLetters, handler, metrics);
        EventConsumer events = new EventConsumer(vertx, consumer, topics, kafka, processor);
        return events.start().map(events);
    }

    /** Waits, within bounds, for what is on its way to Kafka. */
    public Future<Void> close() {
        return publisher.close().eventually(() -> deadLetterProducer.close(5_000));
    }

    private Map<String, String> consumerConfig(String consumer) {
        Map<String, String> config = new HashMap<>();
        config.put("bootstrap.servers", settings.kafka().bootstrapServers());
        config.put("group.id", "souk." + consumer);
        config.put("client.id", node + "-" + consumer);
        config.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        config.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "earliest");
        config.put("max.poll.records", Integer.toString(settings.kafka().maxPollRecords()));
        config.put("fetch.max.wait.ms", "250");
        config.put("session.timeout.ms", "6000");
        config.put("heartbeat.interval.ms", "1500");
        config.put("max.poll.interval.ms", "60000");
        config.put("metadata.max.age.ms", "30000");
        config.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        return config;
    }

    private Map<String, String> deadLetterConfig() {
        Map<String, String> config = new HashMap<>();
        config.put("bootstrap.servers", settings.kafka().bootstrapServers());
        config.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        config.put("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        config.put("acks", "all");
        config.put("max.block.ms", "2000");
        return config;
    }
}
