package dev.souk.cache.hot;

import dev.souk.bus.Bus;
import dev.souk.cache.hot.HotKeyMessages.HeatReport;
import dev.souk.cache.hot.HotKeyMessages.KeyRate;
import dev.souk.cache.redis.SlotOwners;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a node's hot keys. Once a second it looks at what was read here, tells all nodes what of it is read often, and
 * decides by what it heard which keys are hot.
 *
 * <pre>
 *  reads ──> Heat ──(1 s)──> TopKeys ──hint──> HotSet of every node ──> HotKeys ──> caches
 *                                                 slots of the Redis Cluster ──┘
 * </pre>
 *
 * <p>While any key is hot it asks Redis which node has which slots, so that copies follow them. A hint that is lost is
 * made up for by the next one; Redis away leaves the copies where they were.
 */
public final class HotKeysVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(HotKeysVerticle.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration ASK_OWNERS_EVERY = Duration.ofSeconds(5);

    private final Bus bus;
    private final Settings.Redis redis;
    private final String node;
    private final HotKeys keys;
    private long measured;
    private boolean reported;
    private boolean asking;
    private long nextQuestion = System.nanoTime();

    /** @param node unique among the nodes */
    public HotKeysVerticle(Bus bus, Settings.Redis redis, String node, HotKeys keys) {
        this.bus = bus;
        this.redis = redis;
        this.node = node;
        this.keys = keys;
    }

    @Override
    public Future<?> start() {
        measured = System.nanoTime();
        vertx.setPeriodic(EVERY.toMillis(), timer -> look());
        return Future.all(
                bus.listen(HotKeyMessages.HEAT, report -> keys.heard(report.node(), report.keys(), System.nanoTime())),
                bus.serve(HotKeyMessages.LIST, ask -> Future.succeededFuture(keys.list())));
    }

    private void look() {
        long now = System.nanoTime();
        List<KeyRate> often = keys.measure(Math.max(1, now - measured));
        measured = now;
        if (reported || !often.isEmpty()) {
            bus.hint(HotKeyMessages.HEAT, new HeatReport(node, often));
        }
        reported = !often.isEmpty();
        keys.decide(now);
        if (keys.isAnyHot() && !redis.nodes().isEmpty() && !asking && now - nextQuestion >= 0) {
            askOwners(now);
        }
    }

    private void askOwners(long now) {
        asking = true;
        nextQuestion = now + ASK_OWNERS_EVERY.toNanos();
        SlotOwners.ask(vertx, redis)
                .onComplete(done -> asking = false)
                .onSuccess(keys::owners)
                .onFailure(failure -> log.debug("copies of hot keys stay where they are", failure));
    }
}
