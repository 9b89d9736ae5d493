package dev.souk.launcher.dev.control;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The counts of a crowd until now. Thread-safe. */
final class CrowdCounts {
    private final LongAdder here = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private final LongAdder again = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unresolved = new LongAdder();
    private final AtomicLong lastAccepted = new AtomicLong(System.nanoTime());
    private final AtomicLong longestGap = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();

    /**
     * @param buyers that are still there
     * @param asked requests for an order
     * @param again of them such as were sent once more with the same key
     * @param accepted orders
     * @param refused orders: sold out, mostly
     * @param unresolved orders whose buyer never got a clear answer
     * @param longestGapMillis the longest time in which no order was accepted
     * @param slowestMillis the longest time from an order's first request to its acceptance
     */
    record Snapshot(
            long buyers,
            long asked,
            long again,
            long accepted,
            long refused,
            long unresolved,
            long longestGapMillis,
            long slowestMillis) {}

    void came() {
        here.increment();
    }

    void left() {
        here.decrement();
    }

    void asked() {
        asked.increment();
    }

    void again() {
        again.increment();
    }

    void accepted(long nanos) {
        accepted.increment();
        long now = System.nanoTime();
        longestGap.accumulateAndGet(now - lastAccepted.getAndSet(now), Math::max);
        slowest.accumulateAndGet(nanos, Math::max);
    }

    void refused() {
        refused.increment();
    }

    void unresolved() {
        unresolved.increment();
    }

    Snapshot snapshot() {
        long open = here.sum() > 0 ? System.nanoTime() - lastAccepted.get() : 0;
        return new Snapshot(
                here.sum(),
                asked.sum(),
                again.sum(),
                accepted.sum(),
                refused.sum(),
                unresolved.sum(),
                TimeUnit.NANOSECONDS.toMillis(Math.max(longestGap.get(), open)),
                TimeUnit.NANOSECONDS.toMillis(slowest.get()));
    }
}
