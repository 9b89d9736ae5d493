/** All SQL of counters, reservations, receipts and recounts. */
@NullMarked
package dev.souk.stock.store;

import org.jspecify.annotations.NullMarked;
