package dev.souk.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CrashPointTest {
    private static CrashPoint armed(String property) {
        return Objects.requireNonNull(CrashPoint.parse(property));
    }

    @Test
    void withoutThePropertyThereIsNone() {
        assertThat(CrashPoint.parse(null)).isNull();
        assertThat(CrashPoint.parse(" ")).isNull();
        CrashPoint.reach("stock.after-commit");
    }

    @Test
    void onlyTheNamedPointIsDue() {
        CrashPoint point = armed("stock.after-commit");

        assertThat(point.isDue("stock.before-commit")).isFalse();
        assertThat(point.isDue("stock.after-commit")).isTrue();
    }

    @Test
    void aNumberSaysWhichTimeItIsDue() {
        CrashPoint point = armed("stock.after-commit:3");

        assertThat(point.isDue("stock.after-commit")).isFalse();
        assertThat(point.isDue("order.after-commit")).isFalse();
        assertThat(point.isDue("stock.after-commit")).isFalse();
        assertThat(point.isDue("stock.after-commit")).isTrue();
    }
}
