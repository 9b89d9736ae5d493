package dev.souk.prove.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.prove.report.analysis.Recovery;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    /** Seconds:                               0    1    2    3   4  5  6   7   8   9  10  11  12 */
    private static final long[] ORDERS = {0, 100, 90, 110, 40, 0, 0, 49, 80, 30, 60, 90, 100};

    private static final long END = 13_000;

    @Test
    void theyAreBackInTheFirstOfThreeSecondsWithHalfOfTheMedian() {
        // The median of 100, 90 and 110 is 100; second 8 is above its half, but 9 is not.
        assertThat(Recovery.of(ORDERS, 4_200, 6_500L, END, END))
                .isEqualTo(new Recovery(100.0, 0, 5_800L, 3_500L, false));
    }

    @Test
    void whatWasNeverBelowTheHalfNeedsNoRecovery() {
        long[] orders = {100, 100, 100, 100, 70, 60, 100, 100};

        assertThat(Recovery.of(orders, 4_200, 5_000L, 8_000, 8_000)).isEqualTo(new Recovery(100.0, 60, 0L, 0L, false));
    }

    @Test
    void aFallLongAfterTheHealingIsNotTheFaults() {
        long[] orders = {100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 0, 0, 0, 100, 100, 100};

        assertThat(Recovery.of(orders, 4_000, 5_000L, 18_000, 18_000).fromInjectionMillis())
                .isZero();
        assertThat(Recovery.of(orders, 4_000, 7_000L, 18_000, 18_000).fromInjectionMillis())
                .isEqualTo(11_000);
    }

    @Test
    void theyMayNeverBeBack() {
        assertThat(Recovery.of(ORDERS, 4_200, null, 9_000, 9_000)).isEqualTo(new Recovery(100.0, 0, null, null, false));
    }

    @Test
    void itIsSaidWhenTheNextFaultCameBefore() {
        assertThat(Recovery.of(ORDERS, 4_200, 6_500L, 9_000, END).afterNext()).isTrue();
        assertThat(Recovery.of(ORDERS, 4_200, 6_500L, 10_000, END).afterNext()).isFalse();
    }

    @Test
    void withLessThanThreeSecondsBeforeNothingIsSaid() {
        assertThat(Recovery.of(ORDERS, 3_999, 5_000L, END, END)).isEqualTo(new Recovery(null, 0, null, null, false));
        assertThat(Recovery.of(ORDERS, 4_000, 5_000L, END, END).medianBefore()).isEqualTo(100);
    }

    @Test
    void aFaultAfterTheEndHarmsNobody() {
        assertThat(Recovery.of(ORDERS, 20_000, 21_000L, END, END).fromInjectionMillis())
                .isZero();
    }
}
