package dev.souk.edge.limit;

import org.jspecify.annotations.Nullable;

/**
 * The node's knowledge of the bucket of one caller: its own count, the tokens that it took from the shared bucket in
 * advance, and for how long the shared one is known to be empty. Safe for every thread. Times are of
 * {@link System#nanoTime}.
 */
final class Bucket {
    /** Tokens that were taken in advance and are not asked for this long are lost. */
    private static final long KEEP = 1_000_000_000L;
    /** A bucket that is asked for again within this is busy. */
    private static final long BUSY = 100_000_000L;
    /** The part of a bucket that a node takes in advance at the most, and the most of it. */
    private static final int ADVANCE_PART = 64;

    private static final int MOST_ADVANCE = 256;

    private final LimitClass limit;
    private final Rate rate;
    /** In Redis. */
    private final String key;
    /** When this node's own bucket is full. */
    private long full;

    private int advance;
    private long advanceUntil;
    private long asked;
    private boolean wasAsked;
    /** When the shared bucket is full, by this node's clock, as it was last told. */
    private long sharedFull;

    private long emptyUntil;

    Bucket(LimitClass limit, Rate rate, String key, long now) {
        this.limit = limit;
        this.rate = rate;
        this.key = key;
        this.full = now;
        this.sharedFull = now;
        this.emptyUntil = now;
    }

    Rate rate() {
        return rate;
    }

    String key() {
        return key;
    }

    /** Takes a token of this node's own bucket. */
    synchronized Verdict take(long now) {
        long ahead = Math.max(0, full - now);
        if (rate.tokens(ahead) == 0) {
            return verdict(false, ahead);
        }
        full = now + ahead + rate.interval();
        return verdict(true, ahead + rate.interval());
    }

    /** As {@link #take}, for a caller that does not need the count of tokens left. */
    synchronized boolean takes(long now) {
        long ahead = Math.max(0, full - now);
        if (rate.tokens(ahead) == 0) {
            return false;
        }
        full = now + ahead + rate.interval();
        return true;
    }

    /** The refusal of the next request, where this node knows already that nothing is left; takes nothing. */
    synchronized @Nullable Verdict refusal(long now) {
        if (advance > 0 && advanceUntil - now > 0) {
            return null;
        }
        if (emptyUntil - now > 0) {
            return verdict(false, Math.max(sharedFull - now, rate.tolerance()));
        }
        long ahead = Math.max(0, full - now);
        return rate.tokens(ahead) == 0 ? verdict(false, ahead) : null;
    }

    /** The verdict without asking Redis; absent where Redis must be asked. */
    synchronized @Nullable Verdict known(long now) {
        long ahead = Math.max(0, sharedFull - now);
        if (advance > 0 && advanceUntil - now > 0) {
            advance--;
            return verdict(true, ahead);
        }
        return emptyUntil - now > 0 ? verdict(false, Math.max(ahead, rate.tolerance())) : null;
    }

    /** @return how many tokens more than it needs now a node that asks again and again should take */
    synchronized int advance(long now) {
        boolean busy = wasAsked && now - asked < BUSY;
        asked = now;
        wasAsked = true;
        return busy ? Math.min(rate.burst() / ADVANCE_PART, MOST_ADVANCE) : 0;
    }

    /**
     * The shared bucket gave tokens.
     *
     * @param beyond how many of them no request waits for
     * @param ahead until it is full
     */
    synchronized Verdict given(int beyond, long ahead, long now) {
        if (beyond > 0) {
            advance = beyond;
            advanceUntil = now + KEEP;
        }
        sharedFull = now + ahead;
        return verdict(true, ahead);
    }

    /** The shared bucket is empty. */
    synchronized Verdict empty(long ahead, long now) {
        sharedFull = now + ahead;
        emptyUntil = now + rate.untilToken(ahead);
        return verdict(false, ahead);
    }

    private Verdict verdict(boolean admitted, long ahead) {
        return new Verdict(limit, rate, admitted, rate.tokens(ahead) + advance, ahead);
    }
}
