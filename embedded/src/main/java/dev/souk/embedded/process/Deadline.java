package dev.souk.embedded.process;

import dev.souk.embedded.StackException;
import java.time.Duration;

/** The end of a wait, on the monotonic clock, which cannot be set. */
public record Deadline(long nanoTime) {

    private static final long POLL_MILLIS = 10;

    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    public boolean hasPassed() {
        return System.nanoTime() - nanoTime >= 0;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** Waits a moment before the next look; an interrupt ends the whole wait. */
    public void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting for a server", e);
        }
    }
}
