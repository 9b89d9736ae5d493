package dev.souk.catalog;

import dev.souk.bus.Json;
import dev.souk.cache.CacheOptions;
import dev.souk.cache.Cached;
import dev.souk.cache.Freshness;
import dev.souk.cache.SecondLevel;
import dev.souk.cache.TwoLevelCache;
import dev.souk.cache.ValueKind;
import dev.souk.cache.hot.HotChange;
import dev.souk.cache.hot.HotCopies;
import dev.souk.cache.hot.HotKeys;
import dev.souk.cache.redis.RedisLevel;
import dev.souk.catalog.SearchRepository.Search;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.Product;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The products and product lists that a node has cached. The cache answers a product while it is fresh. It answers a
 * list only while the database is away, because an old list is better than none. Hot products are always remembered,
 * and have a copy on each master of the Redis Cluster.
 *
 * <p>One per node, on the event loop that opened it; {@link #changed} and {@link #forget} may be called from
 * everywhere.
 */
public final class CatalogCache {
    private static final String PRODUCT = "product";
    /**
     * Looks at the hot keys, one a second, after which their copies are written again: they live for longer than that.
     */
    private static final int SHARE_EVERY = 20;

    private final Duration fresh;
    private final SecondLevel redis;
    private final HotCopies copies;
    private final HotKeys hot;
    private final TwoLevelCache<Product> products;
    private final TwoLevelCache<ProductPage> pages;
    private int looks;

    /**
     * @param freshness of products on this node
     * @param hot which of them are hot
     */
    public CatalogCache(Vertx vertx, Settings settings, MeterRegistry metrics, Freshness freshness, HotKeys hot) {
        Settings.Catalog catalog = settings.catalog();
        this.fresh = catalog.cacheTtl();
        this.redis = RedisLevel.of(vertx, settings.redis(), "catalog", metrics);
        this.hot = hot;
        this.copies = new HotCopies(redis, hot, PRODUCT, metrics);
        this.products = new TwoLevelCache<>(
                vertx,
                options(PRODUCT, settings, catalog.cacheTtl()),
                new ValueKind<>(Product.class, (sku, product) -> hot.isHot(sku) ? 0 : 1, Product::version),
                copies,
                metrics,
                freshness);
        freshness.onChange(products::forgetOlder);
        this.pages = new TwoLevelCache<>(
                vertx,
                options("page", settings, Duration.ZERO),
                ValueKind.of(
                        ProductPage.class, (search, page) -> 1 + page.items().size()),
                redis,
                metrics);
    }

    private static CacheOptions options(String name, Settings settings, Duration fresh) {
        return new CacheOptions(
                name,
                settings.cache().memory() ? settings.catalog().cacheSize() : 0,
                fresh,
                settings.cache().keep(),
                settings.cache().patience());
    }

    void open() {
        redis.open();
    }

    /** @param load of one that is not known; called for all of them in one turn */
    Future<Products> products(ProductsBySku asked, Function<String, Future<Optional<Product>>> load) {
        return products.getAll(asked.skus(), asked.staleWillDo(), load)
                .onSuccess(found ->
                        found.forEach(product -> hot.note(product.value().sku())))
                .map(found -> new Products(
                        found.stream().map(Cached::value).toList(),
                        oldest(found),
                        freshMillis(found),
                        readMillis(found)));
    }

    private @Nullable Long freshMillis(List<Cached<Product>> found) {
        Duration least = fresh;
        for (Cached<Product> product : found) {
            least = product.fresh().compareTo(least) < 0 ? product.fresh() : least;
        }
        return least.toMillis() > 0 ? least.toMillis() : null;
    }

    /** Rounded up: nothing was read earlier than that. */
    private static @Nullable Long readMillis(List<Cached<Product>> found) {
        Long oldest = null;
        for (Cached<Product> product : found) {
            long age = product.askedAgo().toMillis() + 1;
            oldest = oldest == null || age > oldest ? Long.valueOf(age) : oldest;
        }
        return oldest;
    }

    private static @Nullable Long oldest(List<Cached<Product>> found) {
        Long oldest = null;
        for (Cached<Product> product : found) {
            Long age = product.staleSeconds();
            if (age != null && (oldest == null || age > oldest)) {
                oldest = age;
            }
        }
        return oldest;
    }

    /**
     * Hot products are remembered before a request asks for them on this node, and are copied to Redis.
     *
     * @return done when they are remembered
     */
    Future<Void> warm(HotChange change, Function<String, Future<Optional<Product>>> load) {
        copies.settle(change);
        products.weighAgain(change.moved());
        products.weighAgain(change.cooled());
        boolean all = looks++ % SHARE_EVERY == 0;
        return products.getAll(change.hot(), true, load)
                .onSuccess(known -> products.share(all ? change.hot() : change.moved()))
                .mapEmpty();
    }

    Future<ProductPage> page(Search wanted, Supplier<Future<ProductPage>> load) {
        String key = Json.text(List.of(wanted.prefixes(), wanted.category(), wanted.after(), wanted.limit()));
        return pages.get(key, true, () -> load.get().map(Optional::of)).map(page -> {
            Cached<ProductPage> known = page.orElseThrow();
            return known.value().aged(known.staleSeconds());
        });
    }

    /** The products changed, by this node's doing. */
    void changed(Collection<String> skus) {
        products.changed(skus);
    }

    /** The products changed, by another's. */
    void forget(Collection<String> skus) {
        products.forget(skus);
    }

    void close() {
        redis.close();
    }
}
