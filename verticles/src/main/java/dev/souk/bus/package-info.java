/**
 * Typed event-bus addresses, the one codec, and the faults that an ask can end in.
 */
@NullMarked
package dev.souk.bus;

import org.jspecify.annotations.NullMarked;
