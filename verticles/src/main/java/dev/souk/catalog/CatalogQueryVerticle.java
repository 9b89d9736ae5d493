package dev.souk.catalog;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.Bus;
import dev.souk.cache.hot.HotChange;
import dev.souk.cache.hot.HotKeys;
import dev.souk.catalog.SearchRepository.Search;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ListProducts;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.Product;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what is for sale: by SKU from the cache (every order is priced from it), and page by page from the database.
 * A reader that only looks is answered from the cache in both cases while the database is away.
 *
 * <pre>
 *  SKUs asked ──> cached ────────────────────────────> products
 *      └ missing ──> Batcher ──> one query for all that wait
 * </pre>
 */
public final class CatalogQueryVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(CatalogQueryVerticle.class);
    private static final BatcherOptions LOADS = new BatcherOptions(1_000, Duration.ZERO, 100_000, 4);
    /** Each is a query of its own; a database that hangs is not asked for more, and the pool stays free for others. */
    private static final BatcherOptions PAGES = new BatcherOptions(1, Duration.ZERO, 1_000, 8);

    private static final int MAX_LIMIT = 100;

    private final Bus bus;
    private final TransactionRunner transactions;
    private final MeterRegistry metrics;
    private final CatalogCache cache;
    private final HotKeys hot;
    private final CatalogRepository products = new CatalogRepository();
    private final SearchRepository search = new SearchRepository();
    private Batcher<String, Optional<Product>> loads;
    private Batcher<Search, ProductPage> pages;
    private boolean warming;

    @SuppressWarnings("NullAway.Init") // loads and pages come with the context, in start
    public CatalogQueryVerticle(
            Bus bus, TransactionRunner transactions, MeterRegistry metrics, CatalogCache cache, HotKeys hot) {
        this.bus = bus;
        this.transactions = transactions;
        this.metrics = metrics;
        this.cache = cache;
        this.hot = hot;
    }

    @Override
    public Future<?> start() {
        loads = new Batcher<>(
                vertx, metrics, "catalog-loads", LOADS, sku -> 1, sku -> sku, failure -> false, this::load);
        pages = new Batcher<>(
                vertx, metrics, "catalog-pages", PAGES, page -> 1, page -> page, failure -> false, this::loadPages);
        cache.open();
        hot.listen(change -> context.runOnContext(now -> warm(change)));
        return Future.all(
                bus.serve(CatalogEndpoints.PRODUCTS, asked -> cache.products(asked, loads::submit)),
                bus.serve(CatalogEndpoints.LIST, this::page),
                bus.listen(CatalogEndpoints.CHANGED, changed -> cache.forget(changed.skus())));
    }

    /** One at a time: a source that does not answer is not asked for the hot keys again and again. */
    private void warm(HotChange change) {
        if (!warming) {
            warming = true;
            cache.warm(change, loads::submit)
                    .onComplete(done -> warming = false)
                    .onFailure(failure -> log.debug("hot products are asked for in a second again", failure));
        }
    }

    private Future<List<Optional<Product>>> load(List<String> skus) {
        return transactions
                .read("catalog-load", client -> products.forSale(client, skus))
                .map(found -> {
                    Map<String, Product> bySku = new HashMap<>();
                    found.forEach(product -> bySku.put(product.sku(), product));
                    return skus.stream()
                            .map(sku -> Optional.ofNullable(bySku.get(sku)))
                            .toList();
                });
    }

    private Future<ProductPage> page(ListProducts asked) {
        int limit = Math.clamp(asked.limit(), 1, MAX_LIMIT);
        Search wanted = new Search(Words.prefixesOf(asked.query()), asked.category(), asked.after(), limit);
        return cache.page(wanted, () -> pages.submit(wanted));
    }

    /** One at a time: the options say so. */
    private Future<List<ProductPage>> loadPages(List<Search> searches) {
        Search wanted = searches.getFirst();
        return transactions
                .read("catalog-list", client -> search.find(client, wanted.withOneMore()))
                .map(found -> List.of(ProductPage.of(found, wanted.limit())));
    }

    @Override
    public Future<?> stop() {
        cache.close();
        return Future.succeededFuture();
    }
}
