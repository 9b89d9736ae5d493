package dev.souk.edge.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cache.Freshness;
import dev.souk.cache.hot.HotKeys;
import dev.souk.settings.SettingsLoader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadyAnswersTest {
    private static final long FRESH = 3_000;

    private final AtomicLong time =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(2).toNanos());
    private static final HotKeys HOT =
            new HotKeys(SettingsLoader.load(List.of(), Map.of(), Map.of()), new SimpleMeterRegistry());

    private final Freshness freshness = new Freshness(Duration.ofMillis(FRESH), time::get);
    private final ReadyAnswers answers = new ReadyAnswers(100_000, new SimpleMeterRegistry(), freshness, HOT);

    private void pass(long millis) {
        time.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private void keep(String sku, long version, long asked) {
        answers.keep(sku, version, Buffer.buffer("v" + version), "\"" + version + "\"", asked, FRESH, 0L);
    }

    private long version(String sku) {
        return Objects.requireNonNull(answers.take(sku)).version();
    }

    @Test
    void lastsAsLongAsItIsFreshEvenWhereTheClockWraps() {
        keep("A", 1, answers.now());

        pass(FRESH - 1);
        assertThat(version("A")).isEqualTo(1);
        pass(1);
        assertThat(answers.take("A")).isNull();
    }

    @Test
    void anOldVersionNeverReplacesANewOne() {
        keep("A", 2, answers.now());
        pass(10);
        keep("A", 1, answers.now());

        assertThat(version("A")).isEqualTo(2);
        pass(FRESH - 10);
        assertThat(answers.take("A")).isNull();
    }

    @Test
    void aLaterAnswerOfTheSameVersionLastsLongerAndAnEarlierOneEndsNothing() {
        long early = answers.now();
        pass(1_000);
        keep("A", 1, answers.now());
        keep("A", 1, early);

        pass(FRESH - 1);
        assertThat(version("A")).isEqualTo(1);
    }

    @Test
    void whatWasAskedBeforeAChangeOrRightAfterItIsNotKept() {
        long before = answers.now();
        pass(1);
        answers.forget(List.of("A"));
        keep("A", 1, before);
        assertThat(answers.take("A")).isNull();

        pass(999);
        keep("A", 1, answers.now());
        assertThat(answers.take("A")).isNull();

        pass(1);
        keep("A", 2, answers.now());
        assertThat(version("A")).isEqualTo(2);
    }

    @Test
    void forgetsAll() {
        keep("A", 1, answers.now());
        keep("B", 1, answers.now());
        long before = answers.now();
        answers.forgetAll();
        keep("A", 1, before);

        assertThat(answers.take("A")).isNull();
        assertThat(answers.take("B")).isNull();
    }

    private void feedFor(int seconds) {
        for (int second = 0; second < seconds; second++) {
            pass(1_000);
            freshness.verified(freshness.now());
        }
    }

    @Test
    void staysWhileAFeedShowsNoChange() {
        feedFor(1);
        keep("A", 1, answers.now());
        answers.keep("B", 1, Buffer.buffer("v1"), "\"1\"", answers.now(), FRESH, null);
        feedFor(60);

        assertThat(version("A")).isEqualTo(1);
        assertThat(answers.take("B")).as("nobody knows when it was read").isNull();
        pass(FRESH);
        assertThat(answers.take("A")).as("the feed is silent").isNull();
    }

    @Test
    void aChangeThatTheFeedShowsEndsOlderAnswersAlone() {
        feedFor(2);
        keep("A", 1, answers.now());
        keep("B", 2, answers.now());
        pass(1);
        freshness.changed(Map.of("A", 2L, "B", 2L));

        assertThat(answers.take("A")).isNull();
        assertThat(version("B")).isEqualTo(2);
    }

    @Test
    void staysWithinItsBytes() {
        for (int i = 0; i < 5_000; i++) {
            answers.keep("SKU-" + i, 1, Buffer.buffer(new byte[500]), "\"1\"", answers.now(), FRESH, 0L);
        }

        assertThat(answers.weightAfterEviction()).isPositive().isLessThanOrEqualTo(100_000);
    }

    @Test
    void keepsNothingWithoutRoom() {
        ReadyAnswers none = new ReadyAnswers(0, new SimpleMeterRegistry(), freshness, HOT);
        none.keep("A", 1, Buffer.buffer("v1"), "\"1\"", none.now(), FRESH, 0L);
        none.weightAfterEviction();

        assertThat(none.take("A")).isNull();
    }
}
