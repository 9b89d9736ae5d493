/**
 * What other features may know of orders: their questions, answers and events.
 */
@NullMarked
package dev.souk.order.message;

import org.jspecify.annotations.NullMarked;
