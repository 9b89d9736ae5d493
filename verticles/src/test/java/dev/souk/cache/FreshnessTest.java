package dev.souk.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final Duration TTL = Duration.ofSeconds(3);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** The clock wraps during the tests. */
    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - SECOND.toNanos());

    private final Freshness freshness = new Freshness(TTL, time::get);

    private long pass(Duration duration) {
        return time.addAndGet(duration.toNanos());
    }

    private Duration left(String key, long asked) {
        return Duration.ofNanos(freshness.left(key, asked));
    }

    /** The feed looks once a second. */
    private void feedFor(int seconds) {
        for (int second = 0; second < seconds; second++) {
            freshness.verified(pass(SECOND));
        }
    }

    @Test
    void withoutAFeedAValueIsFreshForItsTimeToLive() {
        long asked = freshness.now();

        assertThat(left("a", asked)).isEqualTo(TTL);
        pass(TTL);
        assertThat(left("a", asked)).isEqualTo(Duration.ZERO);
    }

    @Test
    void whatIsNotNotedAsChangedStaysFreshAndLosesThatATimeToLiveAfterTheLastLook() {
        feedFor(1);
        long asked = freshness.now();
        feedFor(60);

        assertThat(left("a", asked)).isEqualTo(TTL);
        pass(TTL);
        assertThat(left("a", asked)).isEqualTo(Duration.ZERO);
    }

    @Test
    void theFeedSaysNothingOfWhatWasAskedForBeforeItBegan() {
        long before = freshness.now();
        feedFor(5);

        assertThat(left("a", before)).isNegative();
    }

    @Test
    void aChangeEndsWhatWasAskedForBeforeItAndNothingElse() {
        feedFor(1);
        long before = freshness.now();
        pass(SECOND);
        freshness.changed(Map.of("a", 2L));
        long after = pass(SECOND);
        feedFor(5);

        assertThat(left("a", before)).isNegative();
        assertThat(left("b", before)).isEqualTo(TTL);
        assertThat(left("a", after)).isEqualTo(TTL);
    }

    @Test
    void aHintedChangeEndsItToo() {
        feedFor(1);
        long before = freshness.now();
        pass(SECOND);
        freshness.note(List.of("a"));
        feedFor(5);

        assertThat(left("a", before)).isNegative();
    }

    @Test
    void aFeedThatFailedForAMomentGoesOnAndOneWithAGapBeginsAnew() {
        feedFor(1);
        long asked = freshness.now();
        freshness.verified(pass(Freshness.LONGEST_GAP));
        assertThat(left("a", asked)).isEqualTo(TTL);

        freshness.verified(pass(Freshness.LONGEST_GAP.plusMillis(1)));
        assertThat(left("a", asked)).isNegative();
        assertThat(left("a", freshness.now())).isEqualTo(TTL);
    }

    @Test
    void aFeedThatMissedChangesBeginsAnew() {
        feedFor(1);
        long asked = freshness.now();
        freshness.interrupted();
        assertThat(freshness.verifiedAt()).isNull();
        feedFor(5);

        assertThat(left("a", asked)).isNegative();
    }

    @Test
    void noValueIsKeptFreshForEver() {
        feedFor(1);
        long asked = freshness.now();
        feedFor((int) Freshness.MOST.toSeconds() + 2);
        assertThat(left("a", asked)).isEqualTo(SECOND);

        feedFor(1);
        assertThat(left("a", asked)).isEqualTo(Duration.ZERO);
    }

    @Test
    void aCopyCountsFromTheEarliestTimeThatItMayBeOf() {
        feedFor(1);
        long atWorst = freshness.now();
        freshness.changed(Map.of("a", 2L));
        long asked = pass(SECOND);
        feedFor(5);

        assertThat(freshness.left("b", asked, atWorst)).isEqualTo(TTL.toNanos());
        assertThat(freshness.left("a", asked, atWorst)).isNegative();
    }

    @Test
    void whoKeepsCopiesHearsOfChanges() {
        List<Map<String, Long>> heard = new ArrayList<>();
        freshness.onChange(heard::add);

        freshness.changed(Map.of("a", 2L));
        freshness.note(List.of("b"));

        assertThat(heard).containsExactly(Map.of("a", 2L));
    }
}
