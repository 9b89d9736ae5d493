package dev.souk.notification.bridge.domain;

/** How many frames one socket may send: some at once, and so many a second for good. */
public final class FrameBudget {
    private static final long SECOND = 1_000_000_000L;

    private final long perFrame;
    private final long burst;
    /** When all of the budget is there again. */
    private long fullAt;

    /**
     * @param atOnce frames that may come at one time
     * @param perSecond frames
     * @param now nanoseconds of a clock that only rises
     */
    public FrameBudget(int atOnce, int perSecond, long now) {
        this.perFrame = SECOND / perSecond;
        this.burst = perFrame * atOnce;
        this.fullAt = now;
    }

    /** @return whether there was room for another frame */
    public boolean take(long now) {
        long next = (fullAt - now > 0 ? fullAt : now) + perFrame;
        if (next - now > burst) {
            return false;
        }
        fullAt = next;
        return true;
    }
}
