/**
 * Products, prices, categories, search and import. State: the tables {@code product} and {@code product_word}; facts:
 * {@code souk.catalog}.
 */
@NullMarked
package dev.souk.catalog;

import org.jspecify.annotations.NullMarked;
