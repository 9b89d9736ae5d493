package dev.souk.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The database's clock, as a node knows it without asking. */
final class DatabaseClockTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(17);
    private final DatabaseClock clock = new DatabaseClock(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void hear(Instant now) {
        clock.ask().answered(now);
    }

    @Test
    void isUnknownUntilItIsHeardAndWhenThatWasLongAgo() {
        assertThat(clock.now()).isNull();
        hear(NOON);
        assertThat(clock.now()).isEqualTo(NOON);
        pass(Duration.ofMinutes(2));
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(120));
        pass(Duration.ofNanos(1));
        assertThat(clock.now()).isNull();
    }

    @Test
    void goesOnToTheMicrosecond() {
        hear(NOON);
        pass(Duration.ofNanos(1_234_567));
        assertThat(clock.now()).isEqualTo(NOON.plusNanos(1_234_000));
    }

    @Test
    void anAnswerThatWasLongUnderWayDoesNotTurnItBack() {
        hear(NOON);
        DatabaseClock.Question slow = clock.ask();
        pass(Duration.ofSeconds(2));
        slow.answered(NOON.plusMillis(1_500));
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(2));
        slow.answered(NOON);
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(2));
        slow.answered(NOON.plusMillis(2_001));
        assertThat(clock.now()).isEqualTo(NOON.plusMillis(2_001));
    }

    /** The server's clock was set back, or another server with a clock of its own answers. */
    @Test
    void anAnswerThatIsOlderThanItsTripExplainsIsBelievedAtOnce() {
        hear(NOON);
        pass(Duration.ofSeconds(10));
        DatabaseClock.Question question = clock.ask();
        pass(Duration.ofMillis(5));
        question.answered(NOON.plusSeconds(10).minusNanos(1_000));
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(10).minusNanos(1_000));
        pass(Duration.ofMillis(1));
        assertThat(clock.now()).isEqualTo(NOON.plusMillis(10_001).minusNanos(1_000));
    }

    /** Clocks drift. */
    @Test
    void afterAWhileEveryAnswerIsBelieved() {
        hear(NOON);
        pass(Duration.ofSeconds(58));
        DatabaseClock.Question slow = clock.ask();
        pass(Duration.ofSeconds(2));
        slow.answered(NOON.plusSeconds(59));
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(59));
    }
}
