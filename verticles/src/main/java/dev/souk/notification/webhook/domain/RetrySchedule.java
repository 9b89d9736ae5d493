package dev.souk.notification.webhook.domain;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a delivery is tried: at once, then 5 s, 1 min, 5 min, 30 min, 2 h, 8 h and 24 h after the attempt before, each
 * wait longer by up to a fifth, so that deliveries that failed together do not come again together.
 */
public final class RetrySchedule {
    /** Waits before the attempts, the first one included. */
    public static final List<Duration> WAITS = List.of(
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(8),
            Duration.ofHours(24));

    private static final double JITTER = 0.2;

    private RetrySchedule() {}

    /**
     * @param tries attempts that failed, 1 or more
     * @param chance random, 0 inclusive to 1 exclusive
     * @return how long to wait for the next attempt; none: that was the last one
     */
    public static @Nullable Duration after(int tries, double chance) {
        if (tries >= WAITS.size()) {
            return null;
        }
        long millis = WAITS.get(Math.max(1, tries)).toMillis();
        return Duration.ofMillis(millis + (long) (millis * JITTER * chance));
    }
}
