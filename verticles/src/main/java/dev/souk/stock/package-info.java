/**
 * Counters and reservations: what is there, what is held for an order, what is sold. Consumes {@code souk.orders},
 * publishes {@code souk.stock}.
 */
@NullMarked
package dev.souk.stock;

import org.jspecify.annotations.NullMarked;
