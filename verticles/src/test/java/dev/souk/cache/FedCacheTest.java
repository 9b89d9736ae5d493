package dev.souk.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.UnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cache whose values a feed keeps fresh, by a clock of the test's own. */
class FedCacheTest {
    private static final Duration TTL = Duration.ofSeconds(3);
    private static final Duration KEEP = Duration.ofMinutes(10);

    private static Vertx vertx;

    private final AtomicLong nanos = new AtomicLong();
    private final Map<String, Buffer> shared = new HashMap<>();
    private final List<String> loads = new ArrayList<>();
    private long version = 1;

    record Good(long version) {}

    private static final class SharedMap implements SecondLevel {
        private final Map<String, Buffer> values;

        SharedMap(Map<String, Buffer> values) {
            this.values = values;
        }

        @Override
        public boolean isAuthentic() {
            return true;
        }

        @Override
        public void open() {}

        @Override
        public Future<Optional<Buffer>> get(String key) {
            return Future.succeededFuture(Optional.ofNullable(values.get(key)));
        }

        @Override
        public void put(String key, Buffer value, long version, Duration keep) {
            values.put(key, value);
        }

        @Override
        public void remove(Collection<String> keys) {
            values.keySet().removeAll(keys);
        }

        @Override
        public void close() {}
    }

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** A node's cache and its feed. */
    private final class Node {
        private final Freshness freshness = new Freshness(TTL, nanos::get);
        private final TwoLevelCache<Good> cache = new TwoLevelCache<>(
                vertx,
                new CacheOptions("good", 100, TTL, KEEP, Duration.ofMinutes(1)),
                new ValueKind<>(Good.class, (key, value) -> 1, Good::version),
                new SharedMap(shared),
                new SimpleMeterRegistry(),
                freshness,
                nanos::get,
                () -> Instant.EPOCH.plusNanos(nanos.get()));

        Node() {
            freshness.onChange(versions -> cache.forgetOlder(versions));
            feed();
        }

        void feed() {
            freshness.verified(freshness.now());
        }

        Cached<Good> get(String key) {
            Future<Optional<Cached<Good>>> answer = cache.get(key, false, () -> {
                loads.add(key);
                return Future.succeededFuture(Optional.of(new Good(version)));
            });
            return answer.result().orElseThrow();
        }

        long version(String key) {
            return get(key).value().version();
        }
    }

    private void pass(Duration time, Node... nodes) {
        for (long second = 0; second < time.toSeconds(); second++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            for (Node node : nodes) {
                node.feed();
            }
        }
    }

    @Test
    void whatDoesNotChangeIsLoadedOnceAndSaysHowLongItIsFreshAndHowOldItIs() {
        Node node = new Node();
        node.get("a");
        pass(Duration.ofMinutes(2), node);

        Cached<Good> found = node.get("a");

        assertThat(found).isEqualTo(new Cached<>(new Good(1), Duration.ZERO, false, TTL, Duration.ofMinutes(2)));
        assertThat(loads).containsExactly("a");
        pass(TTL);
        node.get("a");
        assertThat(loads).as("the feed is silent").containsExactly("a", "a");
    }

    @Test
    void whatWasFreshWhenTheSourceWentAwayIsKeptFromThenOn() {
        Node node = new Node();
        node.get("a");
        pass(Duration.ofMinutes(4), node);
        pass(KEEP.minusSeconds(1));

        assertThat(lookWhileAway(node).result().orElseThrow())
                .isEqualTo(new Cached<>(
                        new Good(1),
                        KEEP.minusSeconds(1),
                        true,
                        Duration.ZERO,
                        KEEP.minusSeconds(1).plusMinutes(4)));

        pass(Duration.ofSeconds(1));
        assertThat(lookWhileAway(node).failed()).isTrue();
    }

    private static Future<Optional<Cached<Good>>> lookWhileAway(Node node) {
        return node.cache.get("a", true, () -> Future.failedFuture(new UnavailableException("away")));
    }

    @Test
    void aChangeThatTheFeedShowsEndsAnOlderValueAtOnceAndNotOneThatIsAsNew() {
        Node node = new Node();
        node.get("a");
        version = 2;
        node.get("b");

        node.freshness.changed(Map.of("a", 2L, "b", 2L));

        assertThat(node.version("a")).isEqualTo(2);
        assertThat(node.version("b")).isEqualTo(2);
        assertThat(loads).containsExactly("a", "b", "a");
    }

    @Test
    void theCopyOfAnotherNodeIsUsedWhenNothingWasNotedSinceEvenIfClocksDiffer() {
        Node node = new Node();
        Node other = new Node();
        pass(Duration.ofSeconds(20), node, other);
        node.get("a");
        pass(Duration.ofMinutes(1), node, other);

        Cached<Good> copied = other.get("a");

        assertThat(loads).containsExactly("a");
        assertThat(copied.fresh()).isEqualTo(TTL);
        assertThat(copied.askedAgo()).isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void aCopyThatMayBeOfBeforeAChangeIsNotUsed() {
        Node node = new Node();
        Node other = new Node();
        pass(Duration.ofSeconds(20), node, other);
        other.freshness.changed(Map.of("a", 2L));
        pass(Duration.ofSeconds(5), node, other);
        node.get("a");
        version = 2;
        pass(Duration.ofSeconds(10), node, other);

        assertThat(other.version("a")).isEqualTo(2);
        assertThat(loads).containsExactly("a", "a");
    }

    @Test
    void whatOneChangedItselfIsFreshAgainOnceItIsRead() {
        Node node = new Node();
        node.get("a");
        pass(Duration.ofSeconds(1), node);
        version = 2;
        node.cache.changed(List.of("a"));
        pass(Duration.ofSeconds(1), node);

        assertThat(node.version("a")).isEqualTo(2);
        pass(Duration.ofMinutes(1), node);
        assertThat(node.version("a")).isEqualTo(2);
        assertThat(loads).containsExactly("a", "a");
    }
}
