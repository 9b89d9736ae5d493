package dev.souk.catalog;

import dev.souk.batch.Batcher;
import dev.souk.batch.BatcherOptions;
import dev.souk.bus.Bus;
import dev.souk.catalog.SearchRepository.Search;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ListProducts;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.CatalogEndpoints.Products;
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

/**
 * Answers what is for sale: by SKU from the node's memory (every order is priced from it), and page by page from the
 * database.
 *
 * <pre>
 *  SKUs asked ──> remembered ──────────────────────────────> products
 *      └ missing ──> being loaded? share it : Batcher ──> one query for all that wait
 * </pre>
 */
public final class CatalogQueryVerticle extends VerticleBase {
    private static final BatcherOptions LOADS = new BatcherOptions(1_000, Duration.ZERO, 100_000, 4);
    private static final int MAX_LIMIT = 100;

    private final Bus bus;
    private final TransactionRunner transactions;
    private final MeterRegistry metrics;
    private final ProductCache cache;
    private final CatalogRepository products = new CatalogRepository();
    private final SearchRepository search = new SearchRepository();
    private Batcher<String, Optional<Product>> loads;

    @SuppressWarnings("NullAway.Init") // loads come with the context, in start
    public CatalogQueryVerticle(Bus bus, TransactionRunner transactions, MeterRegistry metrics, ProductCache cache) {
        this.bus = bus;
        this.transactions = transactions;
        this.metrics = metrics;
        this.cache = cache;
    }

    @Override
    public Future<?> start() {
        loads = new Batcher<>(
                vertx, metrics, "catalog-loads", LOADS, sku -> 1, sku -> sku, failure -> false, this::load);
        return Future.all(
                bus.serve(
                        CatalogEndpoints.PRODUCTS,
                        asked -> cache.get(asked.skus(), loads::submit).map(Products::new)),
                bus.serve(CatalogEndpoints.LIST, this::page),
                bus.listen(CatalogEndpoints.CHANGED, changed -> cache.invalidate(changed.skus())));
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
        Search wanted = new Search(Words.prefixesOf(asked.query()), asked.category(), asked.after(), limit + 1);
        return transactions
                .read("catalog-list", client -> search.find(client, wanted))
                .map(found -> found.size() > limit
                        ? new ProductPage(
                                found.subList(0, limit), found.get(limit - 1).sku())
                        : new ProductPage(found, null));
    }
}
