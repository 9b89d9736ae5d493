package dev.souk.prove.merchant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * When an endpoint fails, and how. All of it lies within {@link #LONGEST}: a delivery that failed in it twice comes for
 * the third time a minute after the second, when the endpoint takes it, and no delivery waits the five minutes before a
 * fourth.
 */
final class ConductPlan {
    static final Duration LONGEST = Duration.ofSeconds(45);

    private static final List<Conduct> BAD = List.of(Conduct.FAILS, Conduct.HANGS);
    /** Of the time of the run: until it begins, and how much it takes. */
    private static final double QUIET_PERCENT = 15;

    private static final double BAD_PERCENT = 40;
    /** Of each turn; after it the endpoint takes webhooks until the next one. */
    private static final double TURN_PERCENT = 70;

    /** When the first turn begins at the latest, whether webhooks come or not. */
    private static final double LATEST_PERCENT = 60;

    private ConductPlan() {}

    /** From {@code from} until {@code until}, of the beginning of the run. */
    record Turn(Conduct conduct, Duration from, Duration until) {}

    /**
     * Each way of failing once, one after the other, in the seed's order; connections are refused last, as the shop's
     * breaker leaves the endpoint alone after that.
     *
     * @param time that buyers buy
     */
    static List<Turn> of(long seed, Duration time) {
        List<Conduct> order = new ArrayList<>(BAD);
        Collections.shuffle(order, new Random(seed));
        order.add(Conduct.REFUSES);
        long begin = share(time.toMillis(), QUIET_PERCENT);
        long whole = Math.min(LONGEST.toMillis(), share(time.toMillis(), BAD_PERCENT));
        long each = whole / order.size();
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            long from = begin + i * each;
            turns.add(new Turn(
                    order.get(i), Duration.ofMillis(from), Duration.ofMillis(from + share(each, TURN_PERCENT))));
        }
        return turns;
    }

    /** Of the beginning of the run: the whole plan is put off until webhooks come, and no longer than until then. */
    static Duration latest(Duration time) {
        return Duration.ofMillis(share(time.toMillis(), LATEST_PERCENT));
    }

    private static long share(long millis, double percent) {
        return Math.round(millis * percent / 100);
    }
}
