/**
 * What other features may know of payments: their questions, answers and events.
 */
@NullMarked
package dev.souk.payment.message;

import org.jspecify.annotations.NullMarked;
