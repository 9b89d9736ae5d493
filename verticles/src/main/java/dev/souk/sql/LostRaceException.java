package dev.souk.sql;

/** A compare-and-set found another value than the one read in the same transaction: run the transaction again. */
public final class LostRaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LostRaceException(String what) {
        super(what, null, false, false);
    }
}
