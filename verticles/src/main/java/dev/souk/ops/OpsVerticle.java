package dev.souk.ops;

import dev.souk.bus.Bus;
import dev.souk.messaging.deadletter.DeadLetterQueue;
import dev.souk.ops.kafka.ConsumerGroups;
import dev.souk.ops.letters.LetterDesk;
import dev.souk.ops.message.ConsumersView;
import dev.souk.ops.message.OpsEndpoints;
import dev.souk.ops.message.OpsEndpoints.Looking;
import dev.souk.ops.message.OpsEndpoints.ReadRedis;
import dev.souk.ops.message.RedisView;
import dev.souk.ops.node.Nodes;
import dev.souk.ops.pipeline.PipelineSums;
import dev.souk.ops.redis.Ring;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answers the questions of operators to the running system. It looks at a part only when an operator asks, and once a
 * second at most, however many operators ask. The views of nodes and pipeline come from the reports of the nodes, and
 * need no other server. That Kafka or Redis is away is an answer, too.
 */
public final class OpsVerticle extends VerticleBase {
    private static final Duration FRESH = Duration.ofMillis(900);

    private final Bus bus;
    private final TransactionRunner transactions;
    private final Settings settings;
    private final String node;
    private final Nodes nodes;
    private @Nullable ConsumerGroups groups;
    private long nextLookNanos = System.nanoTime();

    /** @param node unique among the nodes */
    public OpsVerticle(Bus bus, TransactionRunner transactions, Settings settings, String node) {
        this.bus = bus;
        this.transactions = transactions;
        this.settings = settings;
        this.node = node;
        this.nodes = new Nodes(node);
    }

    @Override
    public Future<?> start() {
        ConsumerGroups kafka = new ConsumerGroups(vertx, settings.kafka());
        groups = kafka;
        Look<ConsumersView> consumers = new Look<>(FRESH, kafka::look);
        Look<RedisView> ring = new Look<>(FRESH, new Ring(vertx, settings.redis())::look);
        LetterDesk letters = new LetterDesk(new DeadLetterQueue(vertx, settings.kafka(), transactions));
        return Future.all(
                        bus.listen(OpsEndpoints.REPORT, report -> nodes.heard(report, System.nanoTime())),
                        bus.serve(
                                OpsEndpoints.CLUSTER,
                                asked -> Future.succeededFuture(nodes.view(Instant.now(), looking()))),
                        bus.serve(
                                OpsEndpoints.PIPELINE,
                                asked -> Future.succeededFuture(
                                        PipelineSums.of(Instant.now(), nodes.reports(looking())))))
                .compose(listening -> Future.all(
                        bus.serve(OpsEndpoints.CONSUMERS, asked -> consumers.take()),
                        bus.serve(OpsEndpoints.REDIS, asked -> ring.take().map(view -> withKey(view, asked))),
                        bus.serve(OpsEndpoints.LETTERS, letters::list),
                        bus.serve(OpsEndpoints.LETTER, letters::find),
                        bus.serve(OpsEndpoints.SETTLE, letters::settle)));
    }

    /** Lets the nodes report more often while operators ask; sends the hint once a second at most. */
    private long looking() {
        long now = System.nanoTime();
        nodes.looked(now);
        if (now - nextLookNanos >= 0) {
            nextLookNanos = now + FRESH.toNanos();
            bus.hint(OpsEndpoints.LOOKING, new Looking(node));
        }
        return now;
    }

    private static RedisView withKey(RedisView view, ReadRedis asked) {
        String key = asked.key();
        return key == null ? view : Ring.withKey(view, key);
    }

    @Override
    public Future<?> stop() {
        return groups == null ? Future.succeededFuture() : groups.close();
    }
}
