package dev.souk.catalog.message;

import dev.souk.money.Money;

/** What a merchant says of a product. */
public record ProductContent(String name, String description, String category, Money price) {}
