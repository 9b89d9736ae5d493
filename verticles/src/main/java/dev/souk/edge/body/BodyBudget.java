package dev.souk.edge.body;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of request bodies that one node holds at one time, and how many they may be. Safe for every thread. */
public final class BodyBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit bytes */
    public BodyBudget(long limit) {
        this.limit = limit;
    }

    /** @return whether there was room; if not, nothing was taken */
    public boolean take(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    public void giveBack(long bytes) {
        long left = used.addAndGet(-bytes);
        if (left < 0) {
            throw new IllegalStateException("more bytes of bodies were given back than were taken");
        }
    }

    /** Bytes held now. */
    public long used() {
        return used.get();
    }
}
