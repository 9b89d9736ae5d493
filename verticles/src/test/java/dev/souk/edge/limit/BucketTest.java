package dev.souk.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.settings.Settings;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final long SECOND = 1_000_000_000L;
    /** A clock that is about to overflow. */
    private static final long NOW = Long.MAX_VALUE - SECOND;

    private static Bucket bucket(int perSecond, int burst) {
        return new Bucket(LimitClass.WRITES, Rate.of(new Settings.Bucket(perSecond, burst)), "key", NOW);
    }

    @Test
    void aFullBucketGivesItsBurstAndThenWhatComesBack() {
        Bucket bucket = bucket(10, 3);

        assertThat(bucket.take(NOW).remaining()).isEqualTo(2);
        assertThat(bucket.take(NOW).remaining()).isEqualTo(1);
        assertThat(bucket.takes(NOW)).isTrue();
        assertThat(bucket.takes(NOW)).isFalse();
        assertThat(bucket.take(NOW).admitted()).isFalse();
        assertThat(bucket.take(NOW + SECOND / 10 - 1).admitted()).isFalse();
        assertThat(bucket.take(NOW + SECOND / 10).admitted()).isTrue();
        assertThat(bucket.take(NOW + SECOND / 10).admitted()).isFalse();
    }

    @Test
    void saysWhatIsLeftAndWhenItIsBack() {
        Bucket bucket = bucket(2, 20);

        Verdict verdict = bucket.take(NOW);

        assertThat(verdict.policy()).isEqualTo("\"writes\";q=20;w=10");
        assertThat(verdict.header()).isEqualTo("\"writes\";r=19;t=1");
        Bucket slow = bucket(1, 1);
        slow.take(NOW);
        assertThat(slow.take(NOW).retryAfter()).isEqualTo(1);
        assertThat(slow.take(NOW).header()).isEqualTo("\"writes\";r=0;t=1");
    }

    @Test
    void whatTheSharedBucketGaveInAdvanceNeedsNoQuestionForASecond() {
        Bucket bucket = bucket(10, 100);

        assertThat(bucket.known(NOW)).isNull();
        bucket.given(2, SECOND, NOW);

        assertThat(bucket.known(NOW)).matches(verdict -> verdict != null && verdict.admitted());
        assertThat(bucket.known(NOW)).isNotNull();
        assertThat(bucket.known(NOW)).isNull();
        bucket.given(2, SECOND, NOW);
        assertThat(bucket.known(NOW + SECOND)).isNull();
    }

    @Test
    void thatTheSharedBucketIsEmptyIsKnownUntilATokenIsBack() {
        Bucket bucket = bucket(10, 100);

        bucket.empty(10 * SECOND, NOW);

        assertThat(bucket.known(NOW + SECOND / 10 - 1)).matches(verdict -> verdict != null && !verdict.admitted());
        assertThat(bucket.known(NOW + SECOND / 10)).isNull();
    }

    /** Whatever the pauses, no window of time lets through more than the burst and the tokens that came back in it. */
    @Property
    void neverGivesMoreThanTheBurstAndWhatCameBack(
            @ForAll @IntRange(min = 1, max = 1_000) int perSecond,
            @ForAll @IntRange(min = 1, max = 100) int burst,
            @ForAll @Size(max = 300) java.util.List<@IntRange(min = 0, max = 50_000_000) Integer> pauses) {
        Bucket bucket = bucket(perSecond, burst);
        long now = NOW;
        long given = 0;
        for (int pause : pauses) {
            now += pause;
            given += bucket.takes(now) ? 1 : 0;
            assertThat(given).isLessThanOrEqualTo(burst + (now - NOW) / (SECOND / perSecond));
        }
        assertThat(given).isGreaterThanOrEqualTo(Math.min(burst, pauses.size()));
    }
}
