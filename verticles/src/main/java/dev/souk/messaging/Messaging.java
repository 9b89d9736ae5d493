package dev.souk.messaging;

import dev.souk.messaging.departure.Departures;
import dev.souk.messaging.departure.GroupEviction;
import dev.souk.messaging.gathering.Precedence;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's access to facts: commit them, consume them, relay them, forget them. Made once per node. */
public final class Messaging {
    private static final Logger log = LoggerFactory.getLogger(Messaging.class);

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
    private final Departures departures;
    private final Set<String> groups = ConcurrentHashMap.newKeySet();

    /** @param node name of this node that no other one has, nor a later start of itself: the owner of its leases */
    public Messaging(
            Vertx vertx, Settings settings, String node, TransactionRunner transactions, MeterRegistry metrics) {
        this(vertx, settings, node, transactions, metrics, new Departures());
    }

    /** @param departures who says that another node is gone */
    public Messaging(
            Vertx vertx,
            Settings settings,
            String node,
            TransactionRunner transactions,
            MeterRegistry metrics,
            Departures departures) {
        this.departures = departures;
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
        GroupEviction eviction = new GroupEviction(vertx, KafkaClients.admin(settings.kafka()));
        departures.watch(gone -> eviction.evict(gone, groups));
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

    /** Who is told that a node is gone. */
    public Departures departures() {
        return departures;
    }

    /**
     * Runs a statement, in a transaction of its own, for every node that is gone. One that fails is said in the log; time-outs
     * then bring what it would have.
     */
    public Departures.Watch whenGone(String transaction, BiFunction<SqlClient, String, Future<Void>> statement) {
        Context context = vertx.getOrCreateContext();
        return departures.watch(gone -> context.runOnContext(here -> behind.guarded(
                        transaction, tx -> statement.apply(tx, gone))
                .onFailure(failure -> log.info("{} for {} failed: {}", transaction, gone, failure.getMessage()))));
    }

    /** The owner of this node's leases. */
    public String node() {
        return node;
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
        return new OutboxRelayVerticle(settings.messaging(), node, departures, behind, outbox, publisher, metrics);
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
        Leases leases = new Leases(vertx, behind, node, settings.messaging().lease(), List.of(name));
        return new LeasedRounds(vertx, leases, departures, name, every, round, idle);
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
        String group = "souk." + consumer;
        String instance = GroupEviction.instanceOf(node, consumer + "-" + UUID.randomUUID());
        groups.add(group);
        PollLoop.Options options = new PollLoop.Options(
                consumer,
                topics,
                handler::concerns,
                settings.kafka().maxPollRecords(),
                precedence,
                () -> new KafkaConsumer<>(
                        KafkaClients.consumer(settings.kafka(), group, node + "-" + consumer, instance)),
                measured);
        EventConsumer events = new EventConsumer(vertx, processor, options);
        return events.start().map(events);
    }

    /** Waits, within bounds, for what is on its way to Kafka. */
    public Future<Void> close() {
        return publisher.close().eventually(deadLetters::close);
    }
}
