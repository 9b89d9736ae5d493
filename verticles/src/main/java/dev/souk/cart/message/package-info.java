/**
 * What other features may know of carts: their questions and answers.
 */
@NullMarked
package dev.souk.cart.message;

import org.jspecify.annotations.NullMarked;
