package dev.souk.cart;

/**
 * The limits of a cart.
 *
 * @param lines different SKUs
 * @param quantity units of a line
 */
record CartLimits(int lines, long quantity) {}
