/**
 * Carts: the lines that a buyer means to order, kept in the tables {@code cart} and {@code cart_line}; names and prices
 * are the catalog's. Consumes {@code souk.orders}: lines that were bought go.
 */
@NullMarked
package dev.souk.cart;

import org.jspecify.annotations.NullMarked;
