package dev.souk.messaging.event;

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

    private static final String DEAD_LETTERS = ".dlq";

    private Topics() {}

    public static String deadLetters(String topic) {
        return topic + DEAD_LETTERS;
    }

    /** @return the topic whose dead letters lie in this one */
    public static String ofDeadLetters(String letters) {
        return letters.endsWith(DEAD_LETTERS)
                ? letters.substring(0, letters.length() - DEAD_LETTERS.length())
                : letters;
    }
}
