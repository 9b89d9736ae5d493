/** All SQL of payments, their steps and their refunds. */
@NullMarked
package dev.souk.payment.store;

import org.jspecify.annotations.NullMarked;
