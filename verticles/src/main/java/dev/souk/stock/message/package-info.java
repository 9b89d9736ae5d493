/**
 * The public messages of the stock feature: its questions, answers and events.
 */
@NullMarked
package dev.souk.stock.message;

import org.jspecify.annotations.NullMarked;
