package dev.souk.catalog.message;

import dev.souk.money.Money;
import java.time.Instant;

/**
 * A product as it is for sale.
 *
 * @param sku 1 to 64 printable ASCII characters without a slash, case-sensitive
 * @param version rises by one with every change, also over a deletion
 */
public record Product(
        String sku, String name, String description, String category, Money price, long version, Instant updatedAt) {}
