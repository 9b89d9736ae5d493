package dev.souk.stock;

/** Units that enter or, negative, leave each counter of a SKU. */
record Flow(String sku, long received, long available, long held, long sold) {
    static Flow between(String sku, Counters before, Counters after) {
        return new Flow(
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
