package dev.souk.stock.domain;

import dev.souk.stock.message.StockEndpoints.Level;

/**
 * The units of one SKU: {@code received = available + held + sold}, none negative. No way leads to a value that breaks
 * this.
 *
 * @param received all that ever came in, less what was taken out
 * @param available may be reserved
 * @param held reserved by orders that are not confirmed
 * @param sold reserved by orders that are
 */
public record Counters(long received, long available, long held, long sold) {
    public static final Counters NONE = new Counters(0, 0, 0, 0);

    /** @throws IllegalStateException when a SKU cannot have these numbers: counters and reservations disagree */
    public Counters {
        if (available < 0 || held < 0 || sold < 0 || received != available + held + sold) {
            throw new IllegalStateException("impossible stock: received " + received + ", available " + available
                    + ", held " + held + ", sold " + sold);
        }
    }

    boolean has(long quantity) {
        return available >= quantity;
    }

    /**
     * @param quantity units that come in, or, negative, are taken from what is available
     * @throws ArithmeticException when the sum leaves the range of a long
     */
    Counters receive(long quantity) {
        return new Counters(Math.addExact(received, quantity), available + quantity, held, sold);
    }

    Counters hold(long quantity) {
        return new Counters(received, available - quantity, held + quantity, sold);
    }

    Counters release(long quantity) {
        return new Counters(received, available + quantity, held - quantity, sold);
    }

    Counters commit(long quantity) {
        return new Counters(received, available, held - quantity, sold + quantity);
    }

    Counters restock(long quantity) {
        return new Counters(received, available + quantity, held, sold - quantity);
    }

    public Level level(String sku) {
        return new Level(sku, available, received, held, sold);
    }
}
