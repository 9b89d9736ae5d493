package dev.souk.catalog;

import dev.souk.cache.Freshness;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Looks up the latest changes of the catalog, and keeps the unchanged products fresh. A look reaches back beyond
 * the look before it: a change becomes visible with its commit, later than its date says. Each version of a product
 * acts once.
 *
 * <p>A look that fails keeps nothing fresh. One that finds more than it may take shows only the earliest changes, and
 * the feed begins anew with the next that finds less: until then products are fresh for {@code catalog.cache-ttl}.
 *
 * <p>Lives on one event loop, with one look at a time.
 */
final class ProductFeed {
    private static final Logger log = LoggerFactory.getLogger(ProductFeed.class);
    /** Longer tries keep nothing fresh that the next look would not. */
    private static final Duration WITHIN = Duration.ofSeconds(1);
    /** A look that took longer may reach back less far than the end of the look before it. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    private final TransactionRunner transactions;
    private final Freshness freshness;
    private final int limit;
    private final CatalogRepository products = new CatalogRepository();
    private final Counter changes;
    private final Counter failures;
    private final Counter overflows;
    private Map<String, Long> seen = Map.of();
    private boolean failing;

    /** @param limit of changed products that a look takes */
    ProductFeed(TransactionRunner transactions, Freshness freshness, MeterRegistry metrics, int limit) {
        this.transactions = transactions;
        this.freshness = freshness;
        this.limit = limit;
        this.changes = metrics.counter("souk.catalog.feed.changes");
        this.failures = metrics.counter("souk.catalog.feed.failures");
        this.overflows = metrics.counter("souk.catalog.feed.overflows");
        Gauge.builder("souk.catalog.feed.age", freshness, ProductFeed::ageSeconds)
                .baseUnit("seconds")
                .strongReference(true)
                .register(metrics);
    }

    private static double ageSeconds(Freshness freshness) {
        Long at = freshness.verifiedAt();
        return at == null ? Double.NaN : (freshness.now() - at) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Never fails: the next look reads changes that this one could not read. */
    Future<Void> look() {
        long begun = freshness.now();
        return transactions
                .read("catalog-feed", WITHIN, client -> products.changedLately(client, limit + 1L))
                .map(found -> take(begun, found))
                .onFailure(this::failed)
                .transform(done -> Future.succeededFuture());
    }

    private Map<String, Long> take(long begun, Map<String, Long> found) {
        Map<String, Long> unseen = new LinkedHashMap<>(found);
        unseen.entrySet().removeAll(seen.entrySet());
        if (!unseen.isEmpty()) {
            freshness.changed(unseen);
        }
        seen = found;
        changes.increment(unseen.size());
        if (freshness.now() - begun > SLOW.toNanos()) {
            throw new IllegalStateException("a look took more than " + SLOW.toSeconds() + " s");
        }
        failing = false;
        if (found.size() > limit) {
            overflows.increment();
            freshness.interrupted();
        } else {
            freshness.verified(begun);
        }
        return unseen;
    }

    private void failed(Throwable failure) {
        failures.increment();
        log.atLevel(failing ? Level.DEBUG : Level.WARN)
                .addKeyValue("reason", failure.getMessage())
                .log("changes of products cannot be read: products are fresh for catalog.cache-ttl alone");
        failing = true;
    }
}
