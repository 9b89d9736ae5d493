package dev.souk.messaging;

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
    /** In the lane of events. */
    private final TransactionRunner behind;

    private final Facts factsBehind;
    private final Precedence precedence = new Precedence();

    /** @param node unique name of this node, the owner of its leases */
    public Messaging(
            Vertx vertx, Settings settings, String node, TransactionRunner transactions, MeterRegistry metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.node = node;
        this.transactions = transactions;
        this.metrics = metrics;
        this.outbox = new OutboxRepository(settings.messaging().shards());
        this.behind = transactions.forEvents();
        this.publisher = new EventPublisher(vertx, settings, behind, outbox, metrics);
        this.deadLetters = new DeadLetters(KafkaWriteStream.create(vertx, KafkaClients.deadLetters(settings.kafka())));
        this.facts = new Facts(transactions, outbox, publisher);
        this.factsBehind = new Facts(behind, outbox, publisher);
    }

    public Facts facts() {
        return facts;
    }

    public TransactionRunner transactions() {
        return transactions;
    }

    /** For work that events ask for: as {@link #facts}, and never without a connection because of requests. */
    public Facts factsBehind() {
        return factsBehind;
    }

    /** What goes before the consumers of this node. */
    public Precedence precedence() {
        return precedence;
    }

    /** As {@link #factsBehind}. */
    public TransactionRunner transactionsBehind() {
        return behind;
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
        return new OutboxRelayVerticle(settings.messaging(), node, behind, outbox, publisher, metrics);
    }

    /** Deletes what nobody can need any more: deploy one on every node, one of them works. */
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
                new Leases(vertx, behind, node, settings.messaging().lease(), List.of(name));
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
                vertx, consumer, settings.messaging().attempts(), factsBehind, deadLetters, handler, measured);
        PollLoop.Options options = new PollLoop.Options(
                consumer,
                topics,
                handler::concerns,
                settings.kafka().maxPollRecords(),
                precedence,
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
