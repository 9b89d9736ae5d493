package dev.souk.prove.buyer;

import java.time.Duration;

/**
 * A crowd's size, time and temper.
 *
 * @param run names this crowd: idempotency keys and subjects begin with it, so that runs on one database keep apart;
 *     letters, digits and dashes
 * @param seed of every choice of the buyers; it does not determine the shop's answers or the threads' timing
 * @param buyers at the same time, 1 or more
 * @param maxOrders in all
 * @param buyFor no order is begun after this
 * @param stayFor how much longer orders are begun at the most, when the caller of the crowd keeps the buyers on
 * @param resolveFor how long, after that, buyers go on asking about orders whose answer they lost
 * @param answerWithin an answer that takes longer counts as none
 * @param pause of a buyer between two orders, at the most; half of it on average
 */
public record CrowdOptions(
        String run,
        long seed,
        int buyers,
        long maxOrders,
        Duration buyFor,
        Duration stayFor,
        Duration resolveFor,
        Duration answerWithin,
        Duration pause,
        Habits habits) {
    public CrowdOptions {
        if (!run.matches("[A-Za-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("a run's name is letters, digits and dashes, not " + run);
        }
        if (buyers < 1 || maxOrders < 1) {
            throw new IllegalArgumentException("at least one buyer and one order");
        }
    }

    /** Two minutes of 500 buyers, and a minute for their doubts. */
    public static CrowdOptions usual(String run, long seed) {
        return new CrowdOptions(
                run,
                seed,
                500,
                1_000_000,
                Duration.ofMinutes(2),
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Habits.usual());
    }

    public CrowdOptions withSize(int size, long orders) {
        return new CrowdOptions(run, seed, size, orders, buyFor, stayFor, resolveFor, answerWithin, pause, habits);
    }

    public CrowdOptions withTimes(Duration buying, Duration resolving) {
        return new CrowdOptions(run, seed, buyers, maxOrders, buying, stayFor, resolving, answerWithin, pause, habits);
    }

    public CrowdOptions withStay(Duration staying) {
        return new CrowdOptions(run, seed, buyers, maxOrders, buyFor, staying, resolveFor, answerWithin, pause, habits);
    }

    public CrowdOptions withPace(Duration answers, Duration pauses) {
        return new CrowdOptions(run, seed, buyers, maxOrders, buyFor, stayFor, resolveFor, answers, pauses, habits);
    }

    public CrowdOptions withHabits(Habits others) {
        return new CrowdOptions(run, seed, buyers, maxOrders, buyFor, stayFor, resolveFor, answerWithin, pause, others);
    }
}
