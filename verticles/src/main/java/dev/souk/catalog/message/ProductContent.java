package dev.souk.catalog.message;

import dev.souk.money.Money;

/** The content of a product, as its merchant sets it. */
public record ProductContent(String name, String description, String category, Money price) {}
