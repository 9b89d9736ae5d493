/**
 * What other features may know of stock: its questions, answers and events.
 */
@NullMarked
package dev.souk.stock.message;

import org.jspecify.annotations.NullMarked;
