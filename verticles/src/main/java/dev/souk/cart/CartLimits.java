package dev.souk.cart;

/**
 * How large a cart may be.
 *
 * @param lines different SKUs
 * @param quantity units of a line
 */
record CartLimits(int lines, long quantity) {}
