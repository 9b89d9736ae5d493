package dev.souk.ops.node;

import dev.souk.bus.Bus;
import dev.souk.ops.message.NodeReport;
import dev.souk.ops.message.OpsEndpoints;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Looks at the meters of its node every second, and tells all nodes: each time while an operator looks at any node of
 * the cluster, else every tenth time. Needs neither database nor Kafka nor Redis.
 */
public final class NodeReportVerticle extends VerticleBase {
    static final Duration EVERY = Duration.ofSeconds(1);
    /** One of so many looks is reported while no operator looks. */
    static final int IDLE = 10;
    /** An operator who asked is taken to look for this long. */
    static final Duration LOOKED_AT = Duration.ofSeconds(10);
    /** Rates are those of as many looks. */
    private static final int WINDOW = 10;

    private final Bus bus;
    private final MeterRegistry metrics;
    private final NodeIdentity node;
    private final boolean redis;
    private final Deque<MeterSample> samples = new ArrayDeque<>();
    private long due;
    private long delayMillis;
    private int silentLooks;
    private boolean looked;
    private long lookedAt;

    /** @param redis whether the settings name one */
    public NodeReportVerticle(Bus bus, MeterRegistry metrics, NodeIdentity node, boolean redis) {
        this.bus = bus;
        this.metrics = metrics;
        this.node = node;
        this.redis = redis;
    }

    @Override
    public Future<?> start() {
        due = System.nanoTime() + EVERY.toNanos();
        sample();
        vertx.setPeriodic(EVERY.toMillis(), timer -> look());
        return bus.listen(OpsEndpoints.LOOKING, somebody -> {
                    looked = true;
                    lookedAt = System.nanoTime();
                    if (silentLooks > 0) {
                        tell();
                    }
                })
                .onSuccess(listening -> tell());
    }

    private void look() {
        long now = System.nanoTime();
        delayMillis = Math.max(0, Duration.ofNanos(now - due).toMillis());
        due = now + EVERY.toNanos();
        sample();
        silentLooks++;
        if (looked && now - lookedAt < LOOKED_AT.toNanos() || silentLooks >= IDLE) {
            tell();
        }
    }

    private void sample() {
        samples.addLast(new MeterReader(redis).sample(metrics.getMeters(), System.nanoTime()));
        if (samples.size() > WINDOW) {
            samples.removeFirst();
        }
    }

    private void tell() {
        silentLooks = 0;
        NodeReport report = Reporting.report(node, samples.getFirst(), samples.getLast(), delayMillis);
        bus.hint(OpsEndpoints.REPORT, report);
    }
}
