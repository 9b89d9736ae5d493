package dev.souk.cache;

import static dev.souk.testing.TestDatabase.await;

import dev.souk.bus.Bus;
import dev.souk.bus.BusEndpoint;
import dev.souk.cache.hot.HotKeys;
import dev.souk.cache.hot.HotKeysVerticle;
import dev.souk.catalog.CatalogCache;
import dev.souk.catalog.CatalogCommandVerticle;
import dev.souk.catalog.CatalogFeedVerticle;
import dev.souk.catalog.CatalogQueryVerticle;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.ListProducts;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.CatalogEndpoints.PutProduct;
import dev.souk.catalog.message.Product;
import dev.souk.catalog.message.ProductContent;
import dev.souk.messaging.Messaging;
import dev.souk.money.Money;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.TransactionRunner;
import dev.souk.stock.StockDeskVerticle;
import dev.souk.stock.message.StockEndpoints;
import dev.souk.stock.message.StockEndpoints.LevelAnswer;
import dev.souk.stock.message.StockEndpoints.LevelOf;
import dev.souk.stock.message.StockEndpoints.Receive;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A node that answers reads of catalog and stock, alone on its bus, as the edge asks them and as an order does. */
final class ReadingNode implements AutoCloseable {
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, Duration.ofSeconds(8));
    final Freshness freshness;
    final HotKeys hot;
    private final Pool pool;
    private final Pool feedPool;
    private final Messaging messaging;

    ReadingNode(Settings settings) {
        this(settings, false);
    }

    /** @param fed whether it has a feed of changes, with connections of its own */
    ReadingNode(Settings settings, boolean fed) {
        pool = SqlPool.open(vertx, settings.sql());
        feedPool = SqlPool.open(vertx, settings.sql());
        freshness = new Freshness(settings.catalog().cacheTtl());
        TransactionRunner transactions = runner(settings, pool);
        messaging = new Messaging(vertx, settings, "reading", transactions, metrics);
        hot = new HotKeys(settings, metrics);
        CatalogCache cache = new CatalogCache(vertx, settings, metrics, freshness, hot);
        await(vertx.deployVerticle(new CatalogQueryVerticle(bus, transactions, metrics, cache, hot)));
        await(vertx.deployVerticle(new CatalogCommandVerticle(bus, messaging.facts(), cache, Clock.systemUTC())));
        await(vertx.deployVerticle(new HotKeysVerticle(bus, settings.redis(), "reading", hot)));
        if (fed) {
            await(vertx.deployVerticle(
                    new CatalogFeedVerticle(runner(settings, feedPool), freshness, settings.catalog(), metrics)));
        }
        await(vertx.deployVerticle(new StockDeskVerticle(bus, transactions, settings, metrics)));
    }

    private TransactionRunner runner(Settings settings, Pool connections) {
        return new TransactionRunner(
                vertx, connections, metrics, settings.sql().retryFor(), SqlPool.attemptLimit(settings.sql()));
    }

    /** From now on the feed finds no database; all other parts do. */
    void breakFeed() {
        await(feedPool.close());
    }

    double feed(String counter) {
        return metrics.counter("souk.catalog.feed." + counter).count();
    }

    void put(String sku, String name, long units) {
        await(bus.ask(
                CatalogEndpoints.PUT,
                new PutProduct(sku, new ProductContent(name, "", "mugs", new Money(255, "GBP")), null, null)));
        if (units > 0) {
            await(bus.ask(StockEndpoints.RECEIVE, new Receive("mia", "first " + sku, "hash", sku, units, null)));
        }
    }

    void delete(String sku) {
        await(bus.ask(CatalogEndpoints.DELETE, new CatalogEndpoints.DeleteProduct(sku, null, null)));
    }

    <Q, R> Future<R> ask(BusEndpoint<Q, R> endpoint, Q question) {
        return bus.ask(endpoint, question);
    }

    Future<Products> look(String sku) {
        return bus.ask(CatalogEndpoints.PRODUCTS, new ProductsBySku(List.of(sku), true));
    }

    List<String> names(String sku) {
        return await(look(sku)).products().stream().map(Product::name).toList();
    }

    ProductPage list(String query) {
        return await(bus.ask(CatalogEndpoints.LIST, new ListProducts(query, "", 20, "")));
    }

    LevelAnswer level(String sku) {
        return await(bus.ask(StockEndpoints.LEVEL, new LevelOf(sku, true)));
    }

    /** Asks for a price as an order does. */
    Future<Products> price(String sku) {
        return bus.ask(CatalogEndpoints.PRODUCTS, new ProductsBySku(List.of(sku)));
    }

    Future<LevelAnswer> exactLevel(String sku) {
        return bus.ask(StockEndpoints.LEVEL, new LevelOf(sku));
    }

    double answers(String cache, String level, String result) {
        return metrics.counter("souk.cache.answers", "cache", cache, "level", level, "result", result)
                .count();
    }

    double commands(String link, String command, String result) {
        return metrics.counter("souk.cache.redis", "link", link, "command", command, "result", result)
                .count();
    }

    double forged() {
        return metrics.find("souk.cache.redis.forged").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    boolean isRedisUp() {
        return metrics.get("souk.cache.redis.up").tag("link", "catalog").gauge().value() == 1
                && metrics.get("souk.cache.redis.up")
                                .tag("link", "stock")
                                .gauge()
                                .value()
                        == 1;
    }

    boolean isSourceAway(String cache) {
        return metrics.get("souk.cache.source.away").tag("cache", cache).gauge().value() == 1;
    }

    @Override
    public void close() {
        await(messaging.close());
        await(pool.close());
        await(feedPool.close());
        await(vertx.close());
    }
}
