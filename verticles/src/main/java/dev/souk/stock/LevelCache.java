package dev.souk.stock;

import dev.souk.cache.CacheOptions;
import dev.souk.cache.Cached;
import dev.souk.cache.SecondLevel;
import dev.souk.cache.TwoLevelCache;
import dev.souk.cache.ValueKind;
import dev.souk.cache.redis.RedisLevel;
import dev.souk.settings.Settings;
import dev.souk.stock.message.StockEndpoints.Level;
import dev.souk.stock.message.StockEndpoints.LevelAnswer;
import dev.souk.stock.message.StockEndpoints.LevelOf;
import dev.souk.stock.message.StockEndpoints.UnknownSku;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The levels that were read last, for readers that only display them while the database is away. While the database
 * answers, every level is read from it. A reader that decides something by a level always gets it from the database.
 * Lives on the event loop that opened it.
 */
final class LevelCache {
    private final SecondLevel redis;
    private final TwoLevelCache<Level> levels;

    LevelCache(Vertx vertx, Settings settings, MeterRegistry metrics) {
        this.redis = RedisLevel.of(vertx, settings.redis(), "stock", metrics);
        CacheOptions options = new CacheOptions(
                "level",
                settings.cache().memory() ? settings.catalog().cacheSize() : 0,
                Duration.ZERO,
                settings.cache().keep(),
                settings.cache().patience());
        this.levels = new TwoLevelCache<>(vertx, options, ValueKind.of(Level.class, (sku, level) -> 1), redis, metrics);
    }

    void open() {
        redis.open();
    }

    Future<LevelAnswer> get(LevelOf ask, Supplier<Future<Optional<Level>>> load) {
        return levels.get(ask.sku(), ask.staleWillDo(), load)
                .map(found -> found.isPresent() ? aged(found.get()) : new UnknownSku(ask.sku()));
    }

    private static LevelAnswer aged(Cached<Level> level) {
        return level.value().aged(level.staleSeconds());
    }

    void close() {
        redis.close();
    }
}
