package dev.souk.payment.domain;

import java.time.Duration;

/** How long to leave a provider alone that gave no definite answer: "full jitter" of a doubling ceiling. */
public final class Backoff {
    private static final long FIRST_CEILING_MILLIS = 500;
    private static final long LAST_CEILING_MILLIS = 30_000;
    private static final long FLOOR_MILLIS = 50;
    private static final int MOST_DOUBLINGS = 6;

    private Backoff() {}

    /**
     * @param tries calls in a row without a definite answer, 1 or more
     * @param chance random, 0 inclusive to 1 exclusive
     * @return 50 ms to 30 s
     */
    public static Duration after(int tries, double chance) {
        long ceiling =
                Math.min(LAST_CEILING_MILLIS, FIRST_CEILING_MILLIS << Math.min(Math.max(0, tries - 1), MOST_DOUBLINGS));
        return Duration.ofMillis(FLOOR_MILLIS + (long) (chance * (ceiling - FLOOR_MILLIS)));
    }
}
