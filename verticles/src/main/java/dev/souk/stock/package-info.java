/**
 * Counters and reservations: units available, held for orders, and sold. Consumes {@code souk.orders},
 * publishes {@code souk.stock}.
 */
@NullMarked
package dev.souk.stock;

import org.jspecify.annotations.NullMarked;
