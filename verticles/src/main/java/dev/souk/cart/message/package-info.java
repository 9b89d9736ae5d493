/**
 * The part of carts that other features may know: their questions and answers.
 */
@NullMarked
package dev.souk.cart.message;

import org.jspecify.annotations.NullMarked;
