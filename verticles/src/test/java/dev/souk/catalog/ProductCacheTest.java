package dev.souk.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.catalog.message.Product;
import dev.souk.money.Money;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProductCacheTest {
    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ProductCache cache =
            new ProductCache(new Settings.Catalog(Duration.ofSeconds(3), 100), metrics, nanos::get);
    private final List<Promise<Optional<Product>>> loads = new ArrayList<>();

    @Test
    void whatWasLoadedIsRememberedUntilItsTimeIsOver() {
        ask("a");
        loads.getFirst().complete(Optional.of(product("a", 1)));

        nanos.addAndGet(Duration.ofMillis(2_999).toNanos());
        assertThat(ask("a").result()).containsExactly(product("a", 1));
        assertThat(loads).hasSize(1);

        nanos.addAndGet(Duration.ofMillis(2).toNanos());
        assertThat(ask("a").isComplete()).isFalse();
        assertThat(loads).hasSize(2);
        assertThat(metrics.counter("souk.catalog.cache", "result", "hit").count())
                .isEqualTo(1);
        assertThat(metrics.counter("souk.catalog.cache", "result", "miss").count())
                .isEqualTo(2);
    }

    @Test
    void askersOfOneSkuShareItsLoad() {
        Future<List<Product>> first = ask("a", "b", "a");
        Future<List<Product>> second = ask("b");
        assertThat(loads).hasSize(2);

        loads.get(0).complete(Optional.of(product("a", 1)));
        loads.get(1).complete(Optional.of(product("b", 1)));

        assertThat(first.result()).containsExactly(product("a", 1), product("b", 1));
        assertThat(second.result()).containsExactly(product("b", 1));
    }

    @Test
    void aChangeDuringTheLoadIsAnsweredButNotRemembered() {
        Future<List<Product>> before = ask("a");
        cache.invalidate(List.of("a"));
        Future<List<Product>> after = ask("a");
        assertThat(loads).hasSize(2);

        loads.get(1).complete(Optional.of(product("a", 2)));
        loads.get(0).complete(Optional.of(product("a", 1)));

        assertThat(before.result()).containsExactly(product("a", 1));
        assertThat(after.result()).containsExactly(product("a", 2));
        ask("a").onSuccess(now -> assertThat(now).containsExactly(product("a", 2)));
    }

    @Test
    void aChangeForgetsWhatWasRemembered() {
        ask("a");
        loads.getFirst().complete(Optional.of(product("a", 1)));
        cache.invalidate(List.of("a"));

        assertThat(ask("a").isComplete()).isFalse();
    }

    @Test
    void whatDoesNotExistIsLeftOutAndAskedAgain() {
        Future<List<Product>> first = ask("a");
        loads.getFirst().complete(Optional.empty());
        assertThat(first.result()).isEmpty();

        ask("a");
        assertThat(loads).hasSize(2);
    }

    @Test
    void aFailedLoadFailsItsAskersAndIsTriedAgainByTheNext() {
        Future<List<Product>> first = ask("a");
        loads.getFirst().fail("no database");
        assertThat(first.failed()).isTrue();

        ask("a");
        assertThat(loads).hasSize(2);
    }

    private Future<List<Product>> ask(String... skus) {
        return cache.get(List.of(skus), sku -> {
            Promise<Optional<Product>> load = Promise.promise();
            loads.add(load);
            return load.future();
        });
    }

    private static Product product(String sku, long version) {
        return new Product(sku, "n", "", "", new Money(1, "GBP"), version, Instant.EPOCH);
    }
}
