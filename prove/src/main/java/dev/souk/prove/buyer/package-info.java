/**
 * Buyers as they come: real HTTP clients that balance over the nodes themselves, repeat on any doubt with the same key,
 * change their minds, and record all requests and answers in the history.
 *
 * <p>{@link dev.souk.prove.buyer.Crowd} is the way in.
 */
@NullMarked
package dev.souk.prove.buyer;

import org.jspecify.annotations.NullMarked;
