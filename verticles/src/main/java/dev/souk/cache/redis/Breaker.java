package dev.souk.cache.redis;

import java.time.Duration;

/**
 * Leaves alone for a while what lets its callers wait. Open after some time-outs that few answers came between, then
 * once in a while one caller may look. All times are of one ticker, in nanoseconds; lives on one event loop.
 */
final class Breaker {
    private static final int TIMEOUTS = 5;
    /** So many answers make up for a time-out: one frozen node of three must open it too, sooner or later. */
    private static final int ANSWERS = 10;

    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private int score;
    private boolean looking;
    private long nextLook;
    /** Read by the gauge from other threads, written on the event loop alone. */
    private volatile boolean open;

    boolean isOpen() {
        return open;
    }

    /** Whether a caller may go on; while open, one for each pause. */
    boolean admits(long now) {
        if (!open) {
            return true;
        }
        if (now - nextLook < 0) {
            return false;
        }
        looking = true;
        nextLook = now + PAUSE;
        return true;
    }

    /** While it is open, what was asked before it opened says nothing new. */
    void answered() {
        if (!open) {
            score = Math.max(0, score - 1);
        } else if (looking) {
            open = false;
            score = 0;
        }
    }

    void timedOut(long now) {
        score = Math.min(score + ANSWERS, TIMEOUTS * ANSWERS);
        if (score == TIMEOUTS * ANSWERS) {
            open = true;
            looking = false;
            nextLook = now + PAUSE;
        }
    }
}
