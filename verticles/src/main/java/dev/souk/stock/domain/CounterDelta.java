package dev.souk.stock.domain;

/** Units that enter or, negative, leave each counter of a SKU. */
public record CounterDelta(String sku, long received, long available, long held, long sold) {
    static CounterDelta between(String sku, Counters before, Counters after) {
        return new CounterDelta(
                sku,
                after.received() - before.received(),
                after.available() - before.available(),
                after.held() - before.held(),
                after.sold() - before.sold());
    }

    boolean isAny() {
        return received != 0 || available != 0 || held != 0 || sold != 0;
    }
}
