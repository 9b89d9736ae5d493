/**
 * Carts: what a buyer means to order, kept in the tables {@code cart} and {@code cart_line}; names and prices are the
 * catalog's. Consumes {@code souk.orders}: what was bought goes.
 */
@NullMarked
package dev.souk.cart;

import org.jspecify.annotations.NullMarked;
