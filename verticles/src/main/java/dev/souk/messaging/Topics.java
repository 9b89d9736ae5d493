package dev.souk.messaging;

import java.util.List;

/** The topics of the system. Each has a dead-letter topic of the same name with {@code .dlq} behind it. */
public final class Topics {
    /** Keyed by order id. */
    public static final String ORDERS = "souk.orders";
    /** Keyed by order id. */
    public static final String STOCK = "souk.stock";
    /** Keyed by order id. */
    public static final String PAYMENTS = "souk.payments";
    /** Keyed by SKU. */
    public static final String CATALOG = "souk.catalog";

    public static final List<String> ALL = List.of(ORDERS, STOCK, PAYMENTS, CATALOG);

    private Topics() {}

    public static String deadLetters(String topic) {
        return topic + ".dlq";
    }
}
