package dev.souk.catalog;

import dev.souk.cache.Freshness;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Runs a node's {@link ProductFeed}: a look, a pause, the next look. */
public final class CatalogFeedVerticle extends VerticleBase {
    /** Takes some milliseconds to read; a catalog that changes faster is being imported. */
    private static final int MOST_CHANGES = 10_000;

    private final ProductFeed feed;
    private final long pauseMillis;
    private Future<Void> look = Future.succeededFuture();
    private boolean stopped;

    public CatalogFeedVerticle(
            TransactionRunner transactions, Freshness freshness, Settings.Catalog settings, MeterRegistry metrics) {
        this.feed = new ProductFeed(transactions, freshness, metrics, MOST_CHANGES);
        this.pauseMillis = settings.feedEvery().toMillis();
    }

    @Override
    public Future<?> start() {
        look();
        return Future.succeededFuture();
    }

    private void look() {
        look = feed.look().onComplete(done -> {
            if (!stopped) {
                vertx.setTimer(pauseMillis, over -> again());
            }
        });
    }

    private void again() {
        if (!stopped) {
            look();
        }
    }

    /** A look that is under way is waited for. */
    @Override
    public Future<?> stop() {
        stopped = true;
        return look;
    }
}
