package dev.souk.catalog;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cache.Freshness;
import dev.souk.testing.TestDatabase;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single looks of the feed at a real database. */
class ProductFeedTest {
    private final AtomicLong time = new AtomicLong();
    /** The time that each look at the clock takes. */
    private final AtomicLong step = new AtomicLong(1);

    private final Freshness freshness = new Freshness(Duration.ofSeconds(3), () -> time.addAndGet(step.get()));
    private final List<Map<String, Long>> heard = new ArrayList<>();
    private TestDatabase database;
    private ProductFeed feed;

    @BeforeEach
    void open() {
        database = TestDatabase.create(Map.of());
        feed = new ProductFeed(database.transactions, freshness, database.metrics, 3);
        freshness.onChange(heard::add);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void store(String sku, long version, int secondsAgo, boolean deleted) {
        await(database.pool.preparedQuery("""
                        INSERT INTO product
                          (sku, name, description, category, price, currency, version, deleted, updated_at, words)
                        VALUES ($1, 'Mug', '', '', 1, 'GBP', $2, $4, now() - $3::int4 * INTERVAL '1 second', ' mug')
                        ON CONFLICT (sku) DO UPDATE SET
                          version = excluded.version, deleted = excluded.deleted, updated_at = excluded.updated_at
                        """).execute(Tuple.of(sku, version, secondsAgo, deleted)));
    }

    @Test
    void eachVersionActsOnceAndADeletedProductIsAChange() {
        store("old", 1, 60, false);
        store("a", 1, 20, false);
        await(feed.look());
        store("b", 4, 10, false);
        await(feed.look());
        await(feed.look());
        store("a", 2, 15, true);
        await(feed.look());

        assertThat(heard).containsExactly(Map.of("a", 1L), Map.of("b", 4L), Map.of("a", 2L));
    }

    @Test
    void moreChangesThanALookTakesKeepNothingFreshUntilThereAreLess() {
        await(feed.look());
        assertThat(freshness.verifiedAt()).isNotNull();
        for (int i = 0; i < 4; i++) {
            store("many-" + i, 1, 4 - i, false);
        }

        await(feed.look());
        assertThat(freshness.verifiedAt()).isNull();
        assertThat(database.metrics.counter("souk.catalog.feed.overflows").count())
                .isEqualTo(1);

        store("many-0", 1, 60, false);
        await(feed.look());
        assertThat(freshness.verifiedAt()).isNotNull();
    }

    @Test
    void aLookThatTookTooLongShowsChangesAndKeepsNothingFresh() {
        await(feed.look());
        Long verified = freshness.verifiedAt();
        store("a", 1, 20, false);
        step.set(Duration.ofSeconds(6).toNanos());

        await(feed.look());

        assertThat(heard).containsExactly(Map.of("a", 1L));
        assertThat(freshness.verifiedAt()).isEqualTo(verified);
        assertThat(database.metrics.counter("souk.catalog.feed.failures").count())
                .isEqualTo(1);
    }

    @Test
    void aLookThatFailsIsCountedAndMovesNothing() {
        await(feed.look());
        Long verified = freshness.verifiedAt();
        await(database.pool
                .query("ALTER TABLE product RENAME COLUMN updated_at TO changed_at")
                .execute());

        await(feed.look());

        assertThat(freshness.verifiedAt()).isEqualTo(verified);
        assertThat(database.metrics.counter("souk.catalog.feed.failures").count())
                .isEqualTo(1);
        assertThat(database.metrics.get("souk.catalog.feed.age").gauge().value())
                .isPositive();
    }
}
