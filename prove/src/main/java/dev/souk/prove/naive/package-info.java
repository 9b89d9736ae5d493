/**
 * The control: a deliberately naive shop, as it is written when nothing goes wrong. It reads stock and then writes it,
 * calls the bank in between, publishes before it commits, charges again when a message or a request comes again, and
 * knows no idempotency. A checker that finds nothing wrong with it would be worth nothing.
 *
 * <p>It lives here alone: no production path can reach it. {@link dev.souk.prove.naive.NaiveShopMain} is one instance
 * of it;
 * {@link dev.souk.prove.naive.NaiveFacts} gives account of it.
 */
@NullMarked
package dev.souk.prove.naive;

import org.jspecify.annotations.NullMarked;
