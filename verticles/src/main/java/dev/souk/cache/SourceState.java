package dev.souk.cache;

import java.time.Duration;

/**
 * The state of a cache's source: it is away when a load failed or was silent for too long, and none was answered since
 * that load began. The first answer says that it is back. While it is away only few loads look after it. All times are
 * of the cache's ticker.
 */
final class SourceState {
    private static final int PROBES = 4;
    private static final long PROBE_EVERY = Duration.ofSeconds(1).toNanos();

    private int underWay;
    private long lastBegun;
    private long lastAnswered;
    /** Read by the gauge from other threads, written on the event loop alone. */
    private volatile boolean away;

    SourceState(long now) {
        lastAnswered = now;
    }

    void begun(long now) {
        underWay++;
        lastBegun = now;
    }

    void answered(long now) {
        underWay--;
        lastAnswered = now;
        away = false;
    }

    /** It said something, but not what was asked for: that says nothing of other questions. */
    void faulted() {
        underWay--;
    }

    void failed(long begun) {
        underWay--;
        silent(begun);
    }

    /** The load that began then is still not answered. */
    void silent(long begun) {
        if (lastAnswered - begun <= 0) {
            away = true;
        }
    }

    boolean isAway() {
        return away;
    }

    boolean mayProbe(long now) {
        return underWay < PROBES && now - lastBegun >= PROBE_EVERY;
    }
}
