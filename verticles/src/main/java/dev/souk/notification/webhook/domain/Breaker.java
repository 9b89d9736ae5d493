package dev.souk.notification.webhook.domain;

import java.time.Duration;

/**
 * Leaves an endpoint alone that keeps failing, so that its deliveries do not use up their attempts: after some failures
 * in a row nothing is sent for a while, then one delivery tries it out. Times are those of any clock that only goes
 * forward. For one context.
 */
public final class Breaker {
    private final int failures;
    private final long openMillis;
    private int inARow;
    private boolean open;
    private long until;

    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /**
     * @param failures in a row that open it, 1 or more
     * @param openFor how long nothing is sent
     */
    public Breaker(int failures, Duration openFor) {
        this.failures = failures;
        this.openMillis = openFor.toMillis();
    }

    public State state(long nowMillis) {
        if (!open) {
            return State.CLOSED;
        }
        return nowMillis - until < 0 ? State.OPEN : State.HALF_OPEN;
    }

    /**
     * @param usual attempts at one time while it is closed
     * @param underWay attempts now
     * @return how many may begin
     */
    public int room(int usual, int underWay, long nowMillis) {
        return switch (state(nowMillis)) {
            case CLOSED -> Math.max(0, usual - underWay);
            case HALF_OPEN -> underWay == 0 ? 1 : 0;
            case OPEN -> 0;
        };
    }

    public void succeeded() {
        inARow = 0;
        open = false;
    }

    public void failed(long nowMillis) {
        // An attempt that was under way when the breaker opened says nothing new.
        if (state(nowMillis) == State.OPEN) {
            return;
        }
        inARow++;
        if (open || inARow >= failures) {
            open = true;
            until = nowMillis + openMillis;
        }
    }
}
