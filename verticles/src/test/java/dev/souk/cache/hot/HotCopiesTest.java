package dev.souk.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cache.SecondLevel;
import dev.souk.cache.hot.HotKeyMessages.KeyRate;
import dev.souk.cache.redis.SlotOwners;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that cool while answers about them are under way: nothing of them stays. */
class HotCopiesTest {
    private static final String KEY = "product:mug";
    private static final Duration KEEP = Duration.ofMinutes(5);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Settings settings = SettingsLoader.load(List.of(), Map.of(), Map.of());
    private final HotKeys hot = new HotKeys(settings, metrics);
    private final Level level = new Level();
    private final HotCopies copies = new HotCopies(level, hot, "product", metrics);
    private long now;

    /** A level that answers when the test says so. */
    private static final class Level implements SecondLevel {
        final Map<String, Buffer> stored = new HashMap<>();
        private final Queue<Runnable> asked = new ArrayDeque<>();

        @Override
        public boolean isAuthentic() {
            return true;
        }

        @Override
        public void open() {}

        @Override
        public Future<Optional<Buffer>> get(String key) {
            Promise<Optional<Buffer>> answer = Promise.promise();
            asked.add(() -> answer.complete(Optional.ofNullable(stored.get(key))));
            return answer.future();
        }

        /** Answers the question that was asked first. */
        void answer() {
            asked.remove().run();
        }

        @Override
        public void put(String key, Buffer value, long version, Duration keep) {
            stored.put(key, value);
        }

        @Override
        public void remove(Collection<String> keys) {
            stored.keySet().removeAll(keys);
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        hot.listen(copies::settle);
        hot.owners(new SlotOwners(List.of(
                new SlotOwners.Range(0, 8_191, "a:1", List.of()),
                new SlotOwners.Range(8_192, 16_383, "b:1", List.of()))));
        heat();
    }

    private void heat() {
        hot.heard("a", List.of(new KeyRate("mug", 1_000_000)), now);
        hot.decide(now);
        assertThat(hot.copies("mug")).hasSize(2);
    }

    private void cool() {
        now += TimeUnit.HOURS.toNanos(1);
        hot.decide(now);
        assertThat(hot.isHot("mug")).isFalse();
    }

    private static Buffer version(int version) {
        return Buffer.buffer("{\"version\":" + version + ",\"value\":{}}");
    }

    @Test
    void whatIsHotIsCopiedAndItsNewestVersionRemembered() {
        copies.put(KEY, version(3), 3, KEEP);

        assertThat(level.stored)
                .hasSize(3)
                .containsKeys(KEY)
                .containsKeys(hot.copies("mug").toArray(String[]::new));
        assertThat(copies.remembered()).isEqualTo(1);
    }

    @Test
    void whatCooledIsForgottenWithItsCopies() {
        copies.put(KEY, version(3), 3, KEEP);

        cool();

        assertThat(level.stored).containsOnlyKeys(KEY);
        assertThat(copies.remembered()).isZero();
    }

    @Test
    void anAnswerThatComesAfterItsKeyCooledLeavesNothing() {
        copies.put(KEY, version(3), 3, KEEP);
        Future<Optional<Buffer>> reading = copies.get(KEY);

        cool();
        level.answer();
        level.answer();

        assertThat(reading.result()).contains(version(3));
        assertThat(copies.remembered()).isZero();
        assertThat(level.stored).as("no copy is filled again").containsOnlyKeys(KEY);
    }

    @Test
    void aCopyThatIsFoundAfterItsKeyCooledLeavesNothing() {
        copies.put(KEY, version(3), 3, KEEP);
        Map<String, Buffer> before = Map.copyOf(level.stored);
        Future<Optional<Buffer>> reading = copies.get(KEY);

        cool();
        level.stored.putAll(before);
        level.answer();

        assertThat(reading.result()).contains(version(3));
        assertThat(copies.remembered()).isZero();
    }

    @Test
    void whatIsOlderThanWhatWasSeenIsNotTaken() {
        copies.put(KEY, version(3), 3, KEEP);
        hot.copies("mug").forEach(copy -> level.stored.put(copy, version(2)));
        Future<Optional<Buffer>> reading = copies.get(KEY);

        level.answer();
        level.answer();

        assertThat(reading.result()).contains(version(3));
        assertThat(hot.copies("mug")).anyMatch(copy -> version(3).equals(level.stored.get(copy)));
    }
}
