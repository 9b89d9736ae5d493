package dev.souk.messaging;

import dev.souk.messaging.consumer.BatchProcessor;
import dev.souk.messaging.consumer.ConsumerMetrics;
import dev.souk.messaging.consumer.EventConsumer;
import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.consumer.PollLoop;
import dev.souk.messaging.deadletter.DeadLetters;
import dev.souk.messaging.kafka.KafkaClients;
import dev.souk.messaging.lease.LeasedRounds;
import dev.souk.messaging.lease.Leases;
import dev.souk.messaging.outbox.EventPublisher;
import dev.souk.messaging.outbox.Facts;
import dev.souk.messaging.outbox.OutboxBatch;
import dev.souk.messaging.outbox.OutboxRelayVerticle;
import dev.souk.messaging.outbox.OutboxRepository;
import dev.souk.messaging.outbox.StoredEvent;
import dev.souk.messaging.retention.RetentionVerticle;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A node's access to facts: commit them, consume them, relay them, forget them. Made once per node. */
public final class Messaging {
    private final Vertx vertx;
    private final Settings settings;
    private final String node;
    private final TransactionRunner transactions;
    private final MeterRegistry metrics;
    private final OutboxRepository outbox;
    private final EventPublisher publisher;
    private final DeadLetters deadLetters;
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
        this.deadLetters = new DeadLetters(KafkaWriteStream.create(vertx, KafkaClients.deadLetters(settings.kafka())));
        this.facts = new Facts(transactions, outbox, publisher);
    }

    public Facts facts() {
        return facts;
    }

    public TransactionRunner transactions() {
        return transactions;
    }

    /** @return those of the events that the outbox still has */
    public Future<List<StoredEvent>> stored(Collection<UUID> events) {
        return transactions.read("outbox-stored", client -> outbox.stored(client, events));
    }

    /**
     * Publishes events of the outbox, again where they have been published before: to consumers that handled them it is
     * a repetition, which changes nothing.
     *
     * @return how many Kafka has now
     */
    public Future<Integer> publishAgain(Collection<UUID> events) {
        return transactions
                .read("outbox-again", client -> outbox.byId(client, events))
                .compose(rows -> publisher.publish(new OutboxBatch(null, rows)));
    }

    public OutboxRelayVerticle relay() {
        return new OutboxRelayVerticle(settings.messaging(), node, transactions, outbox, publisher, metrics);
    }

    /** Deletes rows that are not needed any more: deploy one on every node, one of them works. */
    public RetentionVerticle retention() {
        return new RetentionVerticle(this, settings, metrics);
    }

    /** Work in rounds on one node at a time: see {@link LeasedRounds}. Call on the context that will do it. */
    public LeasedRounds rounds(String name, Duration every, Supplier<Future<Boolean>> round) {
        return rounds(name, every, round, () -> {});
    }

    /** @param idle instead of a round, while another node has the lease */
    public LeasedRounds rounds(String name, Duration every, Supplier<Future<Boolean>> round, Runnable idle) {
        Leases leases =
                new Leases(vertx, transactions, node, settings.messaging().lease(), List.of(name));
        return new LeasedRounds(vertx, leases, name, every, round, idle);
    }

    /**
     * Joins a consumer group and hands every event of the topics to the handler, in batches, on this context.
     *
     * @param consumer name of the feature: of its group ({@code souk.NAME}), its inbox rows, if any, and its metrics
     * @return the running consumer; stop it when its verticle stops
     */
    public Future<EventConsumer> consume(String consumer, Set<String> topics, EventHandler handler) {
        ConsumerMetrics measured = new ConsumerMetrics(metrics, consumer);
        BatchProcessor processor = new BatchProcessor(
                vertx, consumer, settings.messaging().attempts(), facts, deadLetters, handler, measured);
        PollLoop.Options options = new PollLoop.Options(
                consumer,
                topics,
                settings.kafka().maxBatchBytes(),
                handler::concerns,
                () -> new KafkaConsumer<>(
                        KafkaClients.consumer(settings.kafka(), "souk." + consumer, node + "-" + consumer)),
                measured);
        EventConsumer events = new EventConsumer(vertx, processor, options);
        return events.start().map(events);
    }

    /** Waits, within bounds, for what is on its way to Kafka. */
    public Future<Void> close() {
        return publisher.close().eventually(deadLetters::close);
    }
}
