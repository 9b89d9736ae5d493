/**
 * Amounts of money in integer minor units.
 */
@NullMarked
package dev.souk.money;

import org.jspecify.annotations.NullMarked;
