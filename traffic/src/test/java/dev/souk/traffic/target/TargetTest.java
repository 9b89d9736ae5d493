package dev.souk.traffic.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {
    private static Target target(double work, double reference, double limit, boolean atLeast) {
        return new Target("X1", "a thing", work, reference, limit, atLeast, "1/s", "");
    }

    @Test
    void aRateHasToReachItsRatio() {
        assertThat(target(200, 100, 2, true).passes()).isTrue();
        assertThat(target(199, 100, 2, true).passes()).isFalse();
    }

    @Test
    void aCostMustNotExceedItsRatio() {
        assertThat(target(16, 1, 16, false).passes()).isTrue();
        assertThat(target(16.1, 1, 16, false).passes()).isFalse();
    }

    @Test
    void whatGaveNoFigureIsShort() {
        assertThat(target(0, 0, 2, true).passes()).isFalse();
        assertThat(target(0, 0, 2, false).passes()).isFalse();
        assertThat(target(5, 0, 2, true).passes())
                .as("a reference that did nothing")
                .isFalse();
    }

    @Test
    void theLineSaysTargetBothFiguresRatioAndVerdict() {
        assertThat(target(150, 100, 2, true).line()).contains("X1", ">= 2.00", "150", "100", "1.50", "short");
    }
}
