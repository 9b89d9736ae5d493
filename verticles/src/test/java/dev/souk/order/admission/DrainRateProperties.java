package dev.souk.order.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The rate at which orders are settled, told once a second, by a clock of the test. */
final class DrainRateProperties {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Property
    void aSteadyRateIsFoundAfterThreeSeconds(
            @ForAll long start,
            @ForAll @IntRange(min = 1, max = 5_000) int perSecond,
            @ForAll @IntRange(min = 3, max = 40) int seconds) {
        DrainRate rate = new DrainRate();
        for (int i = 0; i < seconds; i++) {
            rate.add(perSecond, start + i * SECOND);
        }

        assertThat(rate.perSecond(start + (seconds - 1) * SECOND)).isCloseTo(perSecond, within(1e-6));
    }

    @Property
    void itIsNeverMoreThanTheBestThreeSecondsNorLessThanTheLastTen(
            @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 5_000) Long> told) {
        DrainRate rate = new DrainRate();
        for (int i = 0; i < told.size(); i++) {
            rate.add(told.get(i), i * SECOND);
        }
        long now = (told.size() - 1) * SECOND;
        List<Long> lastTen = told.subList(Math.max(0, told.size() - 10), told.size());
        double best = 0;
        for (int i = 0; i < told.size(); i++) {
            best = Math.max(best, sum(told.subList(i, Math.min(told.size(), i + 3))) / 3.0);
        }

        assertThat(rate.perSecond(now)).isLessThanOrEqualTo(best + 1e-6);
        assertThat(rate.perSecond(now)).isGreaterThanOrEqualTo(sum(lastTen) / 10.0 - 1e-6);
    }

    private static long sum(List<Long> orders) {
        return orders.stream().mapToLong(Long::longValue).sum();
    }

    @Example
    void aPauseLowersItOverTenSecondsAndThenNothingIsLeft() {
        DrainRate rate = new DrainRate();
        for (int i = 0; i < 10; i++) {
            rate.add(1_000, i * SECOND);
        }

        assertThat(rate.perSecond(9 * SECOND)).isEqualTo(1_000);
        assertThat(rate.perSecond(14 * SECOND)).isEqualTo(500);
        assertThat(rate.perSecond(19 * SECOND)).isZero();
    }
}
