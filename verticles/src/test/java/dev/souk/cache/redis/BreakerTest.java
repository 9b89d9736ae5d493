package dev.souk.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Breaker breaker = new Breaker();

    private void timeOut(int times, long now) {
        for (int i = 0; i < times; i++) {
            breaker.timedOut(now);
        }
    }

    @Test
    void someTimeOutsOpenItAndThenOneCallerASecondMayLook() {
        timeOut(4, 0);
        assertThat(breaker.isOpen()).isFalse();
        timeOut(1, 0);
        assertThat(breaker.isOpen()).isTrue();

        assertThat(breaker.admits(SECOND - 1)).isFalse();
        assertThat(breaker.admits(SECOND)).isTrue();
        assertThat(breaker.admits(SECOND)).isFalse();
        breaker.timedOut(SECOND);
        assertThat(breaker.admits(2 * SECOND - 1)).isFalse();
        assertThat(breaker.admits(2 * SECOND)).isTrue();
    }

    @Test
    void theAnswerToWhoLooksClosesIt() {
        timeOut(5, 0);
        breaker.answered();
        assertThat(breaker.isOpen()).as("that was asked before").isTrue();

        assertThat(breaker.admits(SECOND)).isTrue();
        breaker.answered();
        assertThat(breaker.isOpen()).isFalse();
        timeOut(4, 0);
        assertThat(breaker.admits(0)).isTrue();
    }

    @Test
    void oneFrozenNodeOfThreeOpensIt() {
        for (int i = 0; i < 10; i++) {
            breaker.timedOut(0);
            breaker.answered();
            breaker.answered();
        }
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void aTimeOutNowAndThenDoesNot() {
        for (int i = 0; i < 1_000; i++) {
            breaker.timedOut(0);
            for (int n = 0; n < 12; n++) {
                breaker.answered();
            }
        }
        assertThat(breaker.isOpen()).isFalse();
    }
}
