package dev.souk.launcher.retail;

import dev.souk.catalog.ProductRules;
import java.math.BigDecimal;

/** Pounds of the file as pence of the shop. */
final class RetailPrice {
    private static final int PENCE_DIGITS = 2;

    private RetailPrice() {}

    /** @throws IllegalArgumentException in words, when nothing can be sold at this price */
    static long pence(BigDecimal pounds) {
        if (pounds.signum() <= 0) {
            throw new IllegalArgumentException("price " + pounds + " is not positive");
        }
        BigDecimal pence = pounds.movePointRight(PENCE_DIGITS).stripTrailingZeros();
        if (pence.scale() > 0) {
            throw new IllegalArgumentException("price " + pounds + " has a fraction of a penny");
        }
        if (pence.compareTo(BigDecimal.valueOf(ProductRules.MAX_PRICE)) > 0) {
            throw new IllegalArgumentException("price " + pounds + " is above the limit");
        }
        return pence.longValueExact();
    }
}
