package dev.souk.ops.node;

import dev.souk.ops.message.BreakerPosition;
import dev.souk.ops.message.StageKind;
import dev.souk.ops.node.MeterSample.StageName;
import dev.souk.ops.node.MeterSample.StageTotals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a sample of the meters of a node; one pass over them, each looked at by its name. For one use, on one
 * thread.
 */
final class MeterReader {
    private static final String OUTBOX = "outbox";

    private final boolean redis;
    private final Map<String, Double> moved = new HashMap<>();
    private final Map<StageName, StageTotals> stages = new HashMap<>();
    private final Map<String, BreakerPosition> breakers = new HashMap<>();
    private List<Double> within = List.of();
    private List<Double> confirmed = List.of();
    private double requests;
    private double connections;
    private double cpu;

    /** @param redis whether the settings name one: where they do not, its links are down and mean nothing */
    MeterReader(boolean redis) {
        this.redis = redis;
    }

    MeterSample sample(Iterable<Meter> meters, long nanos) {
        meters.forEach(this::read);
        return new MeterSample(
                nanos,
                requests,
                Map.copyOf(moved),
                within,
                confirmed,
                Map.copyOf(stages),
                Map.copyOf(breakers),
                Math.round(connections),
                cpu);
    }

    private void read(Meter meter) {
        switch (meter) {
            case Counter counter -> counter(counter, counter.getId());
            case Timer timer -> timer(timer, timer.getId());
            case DistributionSummary sizes -> sizes(sizes, sizes.getId());
            case Gauge gauge -> gauge(value(gauge), gauge.getId());
            default -> {}
        }
    }

    /** The object that a gauge looks at may be gone. */
    private static double value(Gauge gauge) {
        double value = gauge.value();
        return Double.isFinite(value) ? value : 0;
    }

    private void counter(Counter counter, Meter.Id id) {
        switch (id.getName()) {
            case "vertx.http.server.requests" -> requests += counter.count();
            case "souk.order.moved" -> moved.merge(tag(id, "status"), counter.count(), Double::sum);
            case "souk.consumer.handled" ->
                add(StageKind.CONSUMER, tag(id, "consumer"), new StageTotals(counter.count(), 0, 0, 0));
            case "souk.events.published" -> add(StageKind.OUTBOX, OUTBOX, new StageTotals(counter.count(), 0, 0, 0));
            default -> {}
        }
    }

    private void timer(Timer timer, Meter.Id id) {
        switch (id.getName()) {
            case "souk.consumer.batch" ->
                add(
                        StageKind.CONSUMER,
                        tag(id, "consumer"),
                        new StageTotals(0, timer.count(), timer.totalTime(TimeUnit.SECONDS), 0));
            case "souk.order.confirmed" -> {
                List<Double> ends = new ArrayList<>();
                List<Double> counts = new ArrayList<>();
                for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
                    ends.add(bucket.bucket(TimeUnit.MILLISECONDS));
                    counts.add(bucket.count());
                }
                within = List.copyOf(ends);
                confirmed = List.copyOf(counts);
            }
            default -> {}
        }
    }

    private void sizes(DistributionSummary sizes, Meter.Id id) {
        if (id.getName().equals("souk.batch.size")) {
            add(StageKind.BATCH, tag(id, "batch"), new StageTotals(sizes.totalAmount(), sizes.count(), 0, 0));
        }
    }

    private void gauge(double value, Meter.Id id) {
        switch (id.getName()) {
            case "souk.batch.queued" -> waits(StageKind.BATCH, tag(id, "batch"), value);
            case "souk.consumer.lag" -> waits(StageKind.CONSUMER, tag(id, "consumer"), value);
            case "souk.events.publishing", "souk.outbox.overdue" -> waits(StageKind.OUTBOX, OUTBOX, value);
            case "souk.edge.connections" -> connections = value;
            case "process.cpu.usage" -> cpu = Math.clamp(value, 0, 1);
            case "souk.payment.breaker" -> breaker("payment-provider", position(value));
            case "souk.cache.source.away" -> breaker("database-reads", value > 0 ? BreakerPosition.OPEN : null);
            case "souk.cache.redis.up" -> {
                if (redis) {
                    breaker("redis", value > 0 ? null : BreakerPosition.OPEN);
                }
            }
            case "souk.webhook.breakers" -> breaker("webhook-endpoints", value > 0 ? endpoints(id) : null);
            default -> {}
        }
    }

    private static BreakerPosition position(double value) {
        return value >= 2 ? BreakerPosition.OPEN : value >= 1 ? BreakerPosition.HALF_OPEN : BreakerPosition.CLOSED;
    }

    private static @Nullable BreakerPosition endpoints(Meter.Id id) {
        return switch (tag(id, "state")) {
            case "open" -> BreakerPosition.OPEN;
            case "half_open" -> BreakerPosition.HALF_OPEN;
            default -> null;
        };
    }

    /** Of several with one name the one that lets the least through counts. */
    private void breaker(String name, @Nullable BreakerPosition position) {
        BreakerPosition next = position == null ? BreakerPosition.CLOSED : position;
        breakers.merge(name, next, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    private void waits(StageKind kind, String name, double backlog) {
        add(kind, name, new StageTotals(0, 0, 0, backlog));
    }

    private void add(StageKind kind, String name, StageTotals totals) {
        stages.merge(new StageName(kind, name), totals, StageTotals::and);
    }

    private static String tag(Meter.Id id, String key) {
        String value = id.getTag(key);
        return value == null ? "" : value;
    }
}
