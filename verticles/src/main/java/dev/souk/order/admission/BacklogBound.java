package dev.souk.order.admission;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many orders may wait to be settled: as many as are settled, at the measured rate, within a share of their
 * deadline. The rest of the deadline is left for a rate that falls after an order was accepted. A pure decision.
 *
 * @param deadline of an order, above 0
 * @param sharePercent of the deadline, 1 to 100
 * @param free orders that may wait whatever the rate is, 0 or more
 */
public record BacklogBound(Duration deadline, int sharePercent, long free) {
    /** Seconds: the least and the most that a refused buyer is asked to wait. */
    static final int SHORTEST = 1;

    static final int LONGEST = 30;

    /**
     * @param perSecond orders that were settled in a second, 0 or more
     * @return the most orders that may wait, at least {@code free}
     */
    public long most(double perSecond) {
        double seconds = deadline.toMillis() / 1_000.0 * sharePercent / 100;
        return Math.max(free, (long) (perSecond * seconds));
    }

    /**
     * @param waiting orders that are not settled, those under way to the database included
     * @param perSecond as in {@link #most}
     * @return empty where one more order may wait; else the seconds until there is room again at this rate, 1 to 30
     */
    public OptionalInt retryAfter(long waiting, double perSecond) {
        long most = most(perSecond);
        if (waiting < most) {
            return OptionalInt.empty();
        }
        double seconds = perSecond > 0 ? Math.ceil((waiting - most + 1) / perSecond) : LONGEST;
        return OptionalInt.of((int) Math.clamp(seconds, SHORTEST, LONGEST));
    }
}
