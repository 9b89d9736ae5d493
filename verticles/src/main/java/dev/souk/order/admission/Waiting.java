package dev.souk.order.admission;

/**
 * How many orders wait to be settled, as one node knows it: the last count, and the orders that the node took since
 * that count began. An order that was under way when the count began may be in both for a second. Orders that other
 * nodes took since then are not seen. For one context.
 */
final class Waiting {
    private long counted;
    private long underWay;
    private long taken;
    private long takenBefore;

    /** An order goes to the database. */
    void begin() {
        underWay++;
    }

    /** Once for each {@link #begin}. @param stored whether it is an order now, and was none before */
    void end(boolean stored) {
        underWay--;
        if (stored) {
            taken++;
        }
    }

    /** A count begins. */
    void asked() {
        takenBefore = taken;
    }

    /** @param orders that are not settled, in all of the shop */
    void counted(long orders) {
        counted = orders;
        taken -= takenBefore;
        takenBefore = 0;
    }

    long orders() {
        return counted + underWay + taken;
    }
}
