package dev.souk.prove.report.analysis;

/** How requests of one lane ended, while they are counted. Each sending counts. */
final class Tally {
    private long asked;
    private long served;
    private long unavailable;

    /** How one sending of a request ended. */
    enum End {
        SERVED,
        /** 5xx, 429 or 408. */
        UNAVAILABLE,
        /** No answer. */
        LOST
    }

    void count(End end) {
        asked++;
        served += end == End.SERVED ? 1 : 0;
        unavailable += end == End.UNAVAILABLE ? 1 : 0;
    }

    long asked() {
        return asked;
    }

    long served() {
        return served;
    }

    long unavailable() {
        return unavailable;
    }

    long lost() {
        return asked - served - unavailable;
    }
}
