package dev.souk.order.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The bound of the backlog, for whatever rate, deadline and share. */
final class BacklogBoundProperties {
    @Property
    void anOrderThatIsTakenIsSettledInItsShareOfTheDeadlineAtThatRate(
            @ForAll @LongRange(min = 1_000, max = 86_400_000) long deadlineMillis,
            @ForAll @IntRange(min = 1, max = 100) int share,
            @ForAll @DoubleRange(min = 0, max = 10_000) double perSecond,
            @ForAll @LongRange(min = 0, max = 2_000_000) long waiting) {
        BacklogBound bound = new BacklogBound(Duration.ofMillis(deadlineMillis), share, 0);

        if (bound.retryAfter(waiting, perSecond).isEmpty()) {
            double seconds = (waiting + 1) / perSecond;
            assertThat(seconds).isLessThanOrEqualTo(deadlineMillis / 1_000.0 * share / 100 + 1e-6);
        }
    }

    @Property
    void soManyWaitWhateverTheRateIsAndNothingIsRefusedBelow(
            @ForAll @LongRange(min = 1, max = 100_000) long free,
            @ForAll @DoubleRange(min = 0, max = 10_000) double perSecond,
            @ForAll @IntRange(min = 0, max = 99) int percent) {
        BacklogBound bound = new BacklogBound(Duration.ofMinutes(2), 50, free);

        assertThat(bound.retryAfter(free * percent / 100, perSecond)).isEmpty();
    }

    @Property
    void aRefusedBuyerWaitsBetweenASecondAndThirtyAndLongerForAMoreCrowdedShop(
            @ForAll @LongRange(min = 0, max = 1_000_000) long waiting,
            @ForAll @LongRange(min = 0, max = 1_000_000) long more,
            @ForAll @DoubleRange(min = 0, max = 10_000) double perSecond) {
        BacklogBound bound = new BacklogBound(Duration.ofMinutes(2), 50, 5_000);

        OptionalInt few = bound.retryAfter(waiting, perSecond);
        OptionalInt many = bound.retryAfter(waiting + more, perSecond);
        few.ifPresent(seconds -> {
            assertThat(seconds).isBetween(BacklogBound.SHORTEST, BacklogBound.LONGEST);
            assertThat(many).isPresent();
            assertThat(many.getAsInt()).isGreaterThanOrEqualTo(seconds);
        });
    }

    @Property
    void aFasterShopNeverTakesFewer(
            @ForAll @LongRange(min = 0, max = 1_000_000) long waiting,
            @ForAll @DoubleRange(min = 0, max = 10_000) double perSecond,
            @ForAll @DoubleRange(min = 0, max = 10_000) double faster) {
        BacklogBound bound = new BacklogBound(Duration.ofMinutes(2), 50, 5_000);

        assertThat(bound.most(perSecond + faster)).isGreaterThanOrEqualTo(bound.most(perSecond));
        if (bound.retryAfter(waiting, perSecond).isEmpty()) {
            assertThat(bound.retryAfter(waiting, perSecond + faster)).isEmpty();
        }
    }

    @Example
    void theDefaultsAreAMinuteOfTheRateAndFiveThousand() {
        BacklogBound bound = new BacklogBound(Duration.ofMinutes(2), 50, 5_000);

        assertThat(bound.most(0)).isEqualTo(5_000);
        assertThat(bound.most(500)).isEqualTo(30_000);
        assertThat(bound.retryAfter(29_999, 500)).isEmpty();
        assertThat(bound.retryAfter(30_000, 500)).hasValue(1);
        assertThat(bound.retryAfter(32_000, 500)).hasValue(5);
        assertThat(bound.retryAfter(5_000, 0)).hasValue(30);
    }
}
