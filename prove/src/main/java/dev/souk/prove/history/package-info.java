/**
 * What the buyers asked and were answered: one line of JSON for each, in one append-only file. It is all that the checker
 * knows of the outside of the shop.
 */
@NullMarked
package dev.souk.prove.history;

import org.jspecify.annotations.NullMarked;
