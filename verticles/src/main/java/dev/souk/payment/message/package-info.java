/**
 * The public messages of the payment feature: its questions, answers and events.
 */
@NullMarked
package dev.souk.payment.message;

import org.jspecify.annotations.NullMarked;
