package dev.souk.catalog;

import dev.souk.bus.Json;
import dev.souk.cache.CacheOptions;
import dev.souk.cache.Cached;
import dev.souk.cache.RedisLevel;
import dev.souk.cache.SecondLevel;
import dev.souk.cache.TwoLevelCache;
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
 * What a node knows of products and of lists of them. Products are answered from it for some seconds; lists only while the
 * database is away, when what was listed before is better than nothing.
 *
 * <p>One per node, on the event loop that opened it; {@link #changed} and {@link #forget} may be called from everywhere.
 */
public final class CatalogCache {
    private final SecondLevel redis;
    private final TwoLevelCache<Product> products;
    private final TwoLevelCache<ProductPage> pages;

    public CatalogCache(Vertx vertx, Settings settings, MeterRegistry metrics) {
        Settings.Catalog catalog = settings.catalog();
        this.redis = RedisLevel.of(vertx, settings.redis(), "catalog", metrics);
        this.products = new TwoLevelCache<>(
                vertx,
                options("product", settings, catalog.cacheTtl()),
                Product.class,
                (sku, product) -> 1,
                redis,
                metrics);
        this.pages = new TwoLevelCache<>(
                vertx,
                options("page", settings, Duration.ZERO),
                ProductPage.class,
                (search, page) -> 1 + page.items().size(),
                redis,
                metrics);
    }

    private static CacheOptions options(String name, Settings settings, Duration fresh) {
        return new CacheOptions(
                name,
                settings.catalog().cacheSize(),
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
                .map(found -> new Products(found.stream().map(Cached::value).toList(), oldest(found)));
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
