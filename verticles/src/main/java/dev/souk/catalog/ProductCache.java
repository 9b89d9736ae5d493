package dev.souk.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.souk.catalog.message.Product;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a node remembers of products: bounded in number and in time. Askers of one SKU that is being loaded share the
 * load. A SKU invalidated while it is loaded is answered but not remembered, since what was read may be from before the
 * change; products that do not exist are not remembered either, so that a new one is for sale at once.
 *
 * <p>One per node. {@link #get} is for one event loop; {@link #invalidate} may be called from everywhere. Counted:
 * {@code souk.catalog.cache{result}}.
 */
public final class ProductCache {
    private final Cache<String, Product> remembered;
    private final Map<String, Future<Optional<Product>>> loading = new ConcurrentHashMap<>();
    private final Counter hits;
    private final Counter misses;

    public ProductCache(Settings.Catalog settings, MeterRegistry metrics) {
        this(settings, metrics, Ticker.systemTicker());
    }

    ProductCache(Settings.Catalog settings, MeterRegistry metrics, Ticker ticker) {
        this.remembered = Caffeine.newBuilder()
                .maximumSize(settings.cacheSize())
                .expireAfterWrite(settings.cacheTtl())
                .ticker(ticker)
                .build();
        this.hits = metrics.counter("souk.catalog.cache", "result", "hit");
        this.misses = metrics.counter("souk.catalog.cache", "result", "miss");
    }

    /**
     * @param load of one SKU that is neither remembered nor being loaded; called for all of them in one turn
     * @return the products that exist, each once; fails when a load fails
     */
    Future<List<Product>> get(Collection<String> skus, Function<String, Future<Optional<Product>>> load) {
        List<Product> found = new ArrayList<>(skus.size());
        List<Future<Optional<Product>>> loads = new ArrayList<>();
        for (String sku : new LinkedHashSet<>(skus)) {
            Product product = remembered.getIfPresent(sku);
            if (product != null) {
                found.add(product);
            } else {
                loads.add(shared(sku, load));
            }
        }
        hits.increment(found.size());
        misses.increment(loads.size());
        if (loads.isEmpty()) {
            return Future.succeededFuture(found);
        }
        return Future.all(loads).map(done -> {
            loads.forEach(loaded -> loaded.result().ifPresent(found::add));
            return found;
        });
    }

    private Future<Optional<Product>> shared(String sku, Function<String, Future<Optional<Product>>> load) {
        Future<Optional<Product>> underWay = loading.get(sku);
        if (underWay != null) {
            return underWay;
        }
        Future<Optional<Product>> begun = load.apply(sku);
        loading.put(sku, begun);
        begun.onComplete(done -> remember(sku, begun));
        return begun;
    }

    /** First remembered, then checked: an invalidation in between finds one of the two. */
    private void remember(String sku, Future<Optional<Product>> load) {
        Optional<Product> product = load.succeeded() ? load.result() : Optional.empty();
        product.ifPresent(it -> remembered.put(sku, it));
        boolean current = loading.remove(sku, load);
        if (!current) {
            product.ifPresent(it -> remembered.asMap().remove(sku, it));
        }
    }

    /** The products changed: what is asked from now on is read anew. */
    public void invalidate(Collection<String> skus) {
        skus.forEach(loading::remove);
        remembered.invalidateAll(skus);
    }
}
