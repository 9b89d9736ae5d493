/**
 * The order aggregate and its saga: a pure state machine, one row per order, and the verticles that bring it commands,
 * events and deadlines.
 */
@NullMarked
package dev.souk.order;

import org.jspecify.annotations.NullMarked;
