package dev.souk.messaging;

import dev.souk.messaging.OutboxRepository.Overdue;
import dev.souk.messaging.departure.Departures;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the node that committed it did not: events of this node's outbox shards that are overdue. Gauge: {@code
 * souk.outbox.overdue}, how many events the last look found in at most {@value #ROWS} rows.
 */
public final class OutboxRelayVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(OutboxRelayVerticle.class);
    private static final String LEASE = "outbox-";
    private static final int ROWS = 500;
    private static final long IDLE_MILLIS = 500;
    /** Kafka may take longer to answer; what it has then is found published, or is published again. */
    private static final long STOP_MILLIS = 2_000;

    private final Settings.Messaging settings;
    private final String node;
    private final Departures departures;
    private final TransactionRunner transactions;
    private final OutboxRepository outbox;
    private final EventPublisher publisher;
    private final AtomicInteger overdue = new AtomicInteger();
    private Leases leases;
    private Future<?> round = Future.succeededFuture();
    private boolean stopping;

    @SuppressWarnings("NullAway.Init") // leases come with the context, in start
    OutboxRelayVerticle(
            Settings.Messaging settings,
            String node,
            Departures departures,
            TransactionRunner transactions,
            OutboxRepository outbox,
            EventPublisher publisher,
            MeterRegistry metrics) {
        this.settings = settings;
        this.node = node;
        this.departures = departures;
        this.transactions = transactions;
        this.outbox = outbox;
        this.publisher = publisher;
        metrics.gauge("souk.outbox.overdue", overdue);
    }

    @Override
    public Future<?> start() {
        List<String> names = IntStream.range(0, settings.shards())
                .mapToObj(shard -> LEASE + shard)
                .toList();
        leases = new Leases(vertx, transactions, node, settings.lease(), names);
        return leases.start(departures).onSuccess(started -> next());
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return Future.any(round.otherwiseEmpty(), vertx.timer(STOP_MILLIS)).compose(done -> leases.stop());
    }

    private void next() {
        if (!stopping) {
            round = relay().onComplete(done -> {
                if (done.failed()) {
                    log.warn("the relay begins again: {}", done.cause().getMessage());
                }
                // At once only when it got on: not while Kafka is away, or the rows are under way already.
                boolean more = done.succeeded() && done.result() >= perShard();
                vertx.setTimer(more ? 1 : IDLE_MILLIS, again -> next());
            });
        }
    }

    private int perShard() {
        return Math.max(1, ROWS / Math.max(1, leases.held().size()));
    }

    /** @return how many events were published */
    private Future<Integer> relay() {
        List<Integer> shards = leases.held().stream()
                .map(name -> Integer.valueOf(name.substring(LEASE.length())))
                .toList();
        if (shards.isEmpty()) {
            overdue.set(0);
            return Future.succeededFuture(0);
        }
        return transactions
                .read("outbox-relay", client -> outbox.overdue(client, shards, settings.relayAfter(), perShard()))
                .compose(rows -> {
                    overdue.set(
                            rows.stream().mapToInt(row -> row.events().size()).sum());
                    return rows.isEmpty() ? Future.succeededFuture(0) : publish(share(rows));
                });
    }

    /** A pending row is as large as its transaction was: a round takes whole rows, until they name enough events. */
    private static List<Overdue> share(List<Overdue> rows) {
        List<Overdue> share = new ArrayList<>();
        int events = 0;
        for (Overdue row : rows) {
            if (events < ROWS) {
                share.add(row);
                events += row.events().size();
            }
        }
        return share;
    }

    private Future<Integer> publish(List<Overdue> rows) {
        List<UUID> ids = rows.stream().flatMap(row -> row.events().stream()).toList();
        return transactions
                .read("outbox-relay-events", client -> outbox.byId(client, ids))
                .compose(events -> publish(rows, events));
    }

    private Future<Integer> publish(List<Overdue> rows, List<OutboxRow> events) {
        Map<UUID, OutboxRow> byId = new HashMap<>();
        events.forEach(event -> byId.put(event.id(), event));
        CrashPoint.reach("relay.before-publish");
        List<Future<Integer>> published = rows.stream()
                .map(row -> publisher.publish(new OutboxBatch(
                        row.pending(),
                        row.events().stream()
                                .map(byId::get)
                                .filter(Objects::nonNull)
                                .toList())))
                .toList();
        return Future.all(published).map(all -> {
            CrashPoint.reach("relay.after-publish");
            return published.stream().mapToInt(Future::result).sum();
        });
    }
}
