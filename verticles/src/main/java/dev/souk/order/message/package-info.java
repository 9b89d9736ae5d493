/**
 * The public messages of the order feature: its questions, answers and events.
 */
@NullMarked
package dev.souk.order.message;

import org.jspecify.annotations.NullMarked;
