package dev.souk.order.admission;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * How many orders the whole shop settles in a second, from the numbers that its nodes tell. It rises with the last 3
 * seconds, and falls with the last 10: a surge is soon believed, and a pause of some seconds, such as that of a
 * consumer group that shares out its partitions, does not close the shop. For one context.
 */
public final class DrainRate {
    static final Duration RISES_WITHIN = Duration.ofSeconds(3);
    static final Duration FALLS_WITHIN = Duration.ofSeconds(10);

    private record Settled(long nanos, long orders) {}

    private final ArrayDeque<Settled> heard = new ArrayDeque<>();

    /**
     * @param orders that a node has settled since it last told, 0 or more
     * @param nanos now, by a steady clock
     */
    public void add(long orders, long nanos) {
        forget(nanos);
        heard.addLast(new Settled(nanos, orders));
    }

    /**
     * @param nanos as in {@link #add}, not before the last one
     * @return orders a second, 0 or more
     */
    public double perSecond(long nanos) {
        forget(nanos);
        long inAll = 0;
        long lately = 0;
        for (Settled settled : heard) {
            inAll += settled.orders();
            lately += nanos - settled.nanos() < RISES_WITHIN.toNanos() ? settled.orders() : 0;
        }
        return Math.max(inAll / (double) FALLS_WITHIN.toSeconds(), lately / (double) RISES_WITHIN.toSeconds());
    }

    private void forget(long nanos) {
        while (!heard.isEmpty() && nanos - heard.getFirst().nanos() >= FALLS_WITHIN.toNanos()) {
            heard.removeFirst();
        }
    }
}
