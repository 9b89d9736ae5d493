package dev.souk.messaging;

import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what the node that committed it did not: events of this node's outbox shards that are overdue. */
public final class OutboxRelayVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelayVerticle.class);
    private static final int ROWS = 500;
    private static final long IDLE_MILLIS = 500;

    private final Settings.Messaging settings;
    private final String node;
    private final TransactionRunner transactions;
    private final OutboxRepository outbox;
    private final EventPublisher publisher;
    private Leases leases;
    private Future<?> round = Future.succeededFuture();
    private boolean stopping;

    @SuppressWarnings("NullAway.Init") // leases come with the context, in start
    OutboxRelayVerticle(
            Settings.Messaging settings,
            String node,
            TransactionRunner transactions,
            OutboxRepository outbox,
            EventPublisher publisher) {
        this.settings = settings;
        this.node = node;
        this.transactions = transactions;
        this.outbox = outbox;
        this.publisher = publisher;
    }

    @Override
    public Future<?> start() {
        List<String> names = IntStream.range(0, settings.shards())
                .mapToObj(shard -> "outbox-" + shard)
                .toList();
        leases = new Leases(vertx, transactions, node, settings.lease(), names);
        return leases.start().onSuccess(started -> next());
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return round.otherwiseEmpty().compose(done -> leases.stop());
    }

    private void next() {
        if (!stopping) {
            round = relay().onComplete(done -> {
                if (done.failed()) {
                    log.warn("the relay begins again: {}", done.cause().getMessage());
                }
                boolean more = done.succeeded() && done.result() == ROWS;
                vertx.setTimer(more ? 1 : IDLE_MILLIS, again -> next());
            });
        }
    }

    private Future<Integer> relay() {
        List<Integer> shards = leases.held().stream()
                .map(name -> Integer.valueOf(name.substring("outbox-".length())))
                .toList();
        if (shards.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return outbox.overdue(transactions.pool(), shards, settings.relayAfter(), ROWS)
                .compose(rows -> publisher.publish(rows).map(rows.size()));
    }
}
