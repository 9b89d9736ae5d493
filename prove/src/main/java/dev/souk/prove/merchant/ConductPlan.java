package dev.souk.prove.merchant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The times at which an endpoint fails, and how it fails. The whole plan lies within {@link #LONGEST}. A delivery that
 * failed twice in that time is tried for the third time a minute after the second, when the endpoint takes it. So no
 * delivery waits the five minutes before a fourth attempt.
 */
final class ConductPlan {
    static final Duration LONGEST = Duration.ofSeconds(45);

    private static final List<Conduct> BAD = List.of(Conduct.FAILS, Conduct.HANGS);
    /** The share of the time of the run before the plan begins; the next one is the share that the plan takes. */
    private static final double QUIET_PERCENT = 15;

    private static final double BAD_PERCENT = 40;
    /** The share of each turn in which the endpoint fails; after it the endpoint takes webhooks until the next turn. */
    private static final double TURN_PERCENT = 70;

    /** The share of the time after which the first turn begins, even if no webhooks come. */
    private static final double LATEST_PERCENT = 60;

    private ConductPlan() {}

    /** A turn from {@code from} until {@code until}, counted from the beginning of the run. */
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

    /** The latest begin of the plan, from the beginning of the run: until then the plan waits for webhooks to come. */
    static Duration latest(Duration time) {
        return Duration.ofMillis(share(time.toMillis(), LATEST_PERCENT));
    }

    private static long share(long millis, double percent) {
        return Math.round(millis * percent / 100);
    }
}
