/**
 * The history: the requests of the buyers and the answers to them, a line of JSON each, in one append-only file. It is
 * all that the checker knows of the outside of the shop.
 */
@NullMarked
package dev.souk.prove.history;

import org.jspecify.annotations.NullMarked;
